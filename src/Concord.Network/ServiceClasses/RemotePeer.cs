namespace Concord.Network.ServiceClasses;

/// <summary>A DICOM application entity that can be called.</summary>
public sealed record RemotePeer(string AeTitle, string Host, int Port)
{
    /// <summary>Parses <c>AE@HOST:PORT</c>; an IPv6 host stands in brackets.</summary>
    public static bool TryParse(string text, out RemotePeer? peer)
    {
        peer = null;
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var colon = text.LastIndexOf(':');
        if (at is < 1 or > 16 || colon < at + 2 || !int.TryParse(text.AsSpan(colon + 1), out var port) || port is < 1 or > 65535) return false;
        peer = new(text[..at], text[(at + 1)..colon].Trim('[', ']'), port);
        return true;
    }
}
