using System.Text.Json.Serialization;

namespace Concord.Network.ServiceClasses;

/// <summary>A DICOM application entity that can be called.</summary>
/// <param name="UseTls">It is called over TLS.</param>
public sealed record RemotePeer(string AeTitle, string Host, int Port, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool UseTls = false)
{
    private const string TlsSuffix = ";tls";

    /// <summary>On whose behalf the archive calls it; null: as nobody.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PeerUser? User { get; init; }

    /// <summary>How we show who we are, and whom we believe; null: as nobody, and the system's authorities.</summary>
    [JsonIgnore]
    public CallerCredentials? Credentials { get; init; }

    /// <summary>Parses <c>AE@HOST:PORT</c> and <c>AE@HOST:PORT;tls</c>; an IPv6 host stands in brackets.</summary>
    public static bool TryParse(string text, out RemotePeer? peer)
    {
        peer = null;
        var useTls = text.EndsWith(TlsSuffix, StringComparison.OrdinalIgnoreCase);
        if (useTls) text = text[..^TlsSuffix.Length];
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var colon = text.LastIndexOf(':');
        if (at is < 1 or > 16 || colon < at + 2 || !int.TryParse(text.AsSpan(colon + 1), out var port) || port is < 1 or > 65535) return false;
        peer = new(text[..at], text[(at + 1)..colon].Trim('[', ']'), port, useTls);
        return true;
    }
}
