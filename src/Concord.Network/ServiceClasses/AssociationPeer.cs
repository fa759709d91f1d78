namespace Concord.Network.ServiceClasses;

/// <summary>Who is at the other end of an association.</summary>
/// <param name="AssociationNumber">Unique while the process lives; what logs name.</param>
/// <param name="Address">IP address, without port.</param>
public sealed record AssociationPeer(long AssociationNumber, string CallingAeTitle, string CalledAeTitle, string Address)
{
    /// <summary>The verified user (PS3.7 §D.3.3.7), or "".</summary>
    public string User { get; init; } = "";

    /// <summary>The association runs over TLS.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>SHA-256 of the client certificate, upper case hexadecimal, or "".</summary>
    public string CertificateThumbprint { get; init; } = "";

    /// <summary>Implementation Class UID as the peer wrote it (PS3.7 §D.3.3.2), or "".</summary>
    public string ImplementationClassUid { get; init; } = "";

    /// <summary>Implementation Version Name as the peer wrote it, or "".</summary>
    public string ImplementationVersionName { get; init; } = "";
}
