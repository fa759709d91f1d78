using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Concord.Server.Settings;

/// <summary>What the process is and where it listens (section <c>Server</c>).</summary>
public sealed record ServerOptions
{
    /// <summary>IP address of all listeners, or <c>localhost</c>.</summary>
    [Required] public string Bind { get; init; } = "127.0.0.1";

    /// <summary>HTTP port; 0 picks one, -1 is none.</summary>
    [Range(-1, 65535)] public int HttpPort { get; init; } = 8080;

    /// <summary>HTTPS port; 0 picks one, empty is none. Needs <c>Tls:CertificateFile</c>.</summary>
    [Range(0, 65535)] public int? HttpsPort { get; init; }

    /// <summary>DIMSE port; 0 picks one, -1 is none.</summary>
    [Range(-1, 65535)] public int DicomPort { get; init; } = 11112;

    /// <summary>DIMSE port with TLS, 2762 by custom; 0 picks one, empty is none. Needs <c>Tls:CertificateFile</c>.</summary>
    [Range(0, 65535)] public int? DicomTlsPort { get; init; }

    /// <summary>Listen beyond loopback although no credential is set.</summary>
    public bool Insecure { get; init; }

    /// <summary>Longest that open requests and associations may take to end on shutdown, seconds.</summary>
    [Range(1, 600)] public int DrainSeconds { get; init; } = 20;

    /// <summary>Folder of the prepared viewer; empty or missing: no viewer.</summary>
    public string ViewerFolder { get; init; } = ".cache/ohif";

    /// <summary>Folder of the built pages; empty or missing: a plain study list.</summary>
    public string AppFolder { get; init; } = ".cache/app";

    /// <summary>Lowest level that is logged: Trace, Debug, Information, Warning, Error, Critical, None.</summary>
    [EnumDataType(typeof(LogLevel))] public LogLevel LogLevel { get; init; } = LogLevel.Warning;

    /// <summary>A file that is written when the server is ready: <c>HTTP=</c>, <c>DICOM=</c> and <c>EMPTY=</c>, a line each.</summary>
    public string? ReadyFile { get; init; }

    /// <summary>Peers as <c>AE@HOST:PORT</c>, with <c>;tls</c> after it for TLS, known from the start beside those of <c>peers.json</c>.</summary>
    public IReadOnlyList<string> Peers { get; init; } = [];

    /// <summary>Folder of the passcodes and tokens that we show to peers; empty: <c>peer-secrets</c> in the data folder. No other file can be named for that.</summary>
    public string PeerSecretsFolder { get; init; } = "";

    /// <summary>Calling AE titles that get 0000 in place of B007 when an object of theirs is kept aside.</summary>
    public IReadOnlyList<string> ConflictIsSuccessFor { get; init; } = [];

    /// <summary>The address of <see cref="Bind"/>, or null when it is none.</summary>
    internal IPAddress? Address => Bind switch
    {
        "localhost" => IPAddress.Loopback,
        "*" => IPAddress.Any,
        _ => IPAddress.TryParse(Bind, out var address) ? address : null,
    };
}
