namespace Concord.Server.Tls;

/// <summary>Log messages of TLS, 5200 to 5249.</summary>
internal static partial class TlsLog
{
    [LoggerMessage(5201, LogLevel.Warning, "A connection to {Face} ended: the peer speaks no TLS on a port that wants it")]
    public static partial void PlainOnTlsPort(this ILogger logger, string face);

    [LoggerMessage(5202, LogLevel.Warning, "A TLS handshake with {Face} failed: {Reason}")]
    public static partial void HandshakeFailed(this ILogger logger, string face, string reason);

    [LoggerMessage(5203, LogLevel.Information, "The TLS certificate was read anew")]
    public static partial void CertificateChanged(this ILogger logger);

    [LoggerMessage(5204, LogLevel.Error, "The TLS certificate has changed and cannot be read; the one before it stays in use: {Reason}")]
    public static partial void CertificateUnreadable(this ILogger logger, string reason);

    [LoggerMessage(5205, LogLevel.Error, "The TLS certificate has expired")]
    public static partial void CertificateExpired(this ILogger logger);
}
