using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography.X509Certificates;

namespace Concord.Server.Settings;

/// <summary>TLS of both listeners and towards peers, in the BCP 195 profile: TLS 1.2 and 1.3, forward secrecy and authenticated encryption only (section <c>Tls</c>).</summary>
public sealed record TlsOptions
{
    /// <summary>Our certificate: a PEM file, with intermediate certificates after it, or a PFX file (<c>.pfx</c>, <c>.p12</c>). Read anew when it changes.</summary>
    public string CertificateFile { get; init; } = "";

    /// <summary>PEM file of its private key; empty: the key is in <c>Tls:CertificateFile</c>.</summary>
    public string KeyFile { get; init; } = "";

    /// <summary>Password of the key or PFX file; belongs into the environment (<c>CONCORD_Tls__Password</c>) or into <c>Tls:PasswordFile</c>.</summary>
    public string? Password { get; init; }

    /// <summary>File whose first line is that password.</summary>
    public string PasswordFile { get; init; } = "";

    /// <summary>PEM file of the authorities whose client certificates, and whose certificates of peers we call, are believed; empty: those of the system, for peers only.</summary>
    public string AuthoritiesFile { get; init; } = "";

    /// <summary>Client certificates on the DIMSE port with TLS: None, Allow or Require. <c>Dicom:PeerRules</c> bind them to AE titles.</summary>
    [EnumDataType(typeof(ClientCertificates))] public ClientCertificates DicomClientCertificates { get; init; } = ClientCertificates.None;

    /// <summary>Client certificates on the HTTPS port: None, Allow or Require.</summary>
    [EnumDataType(typeof(ClientCertificates))] public ClientCertificates HttpClientCertificates { get; init; } = ClientCertificates.None;

    /// <summary>Whether revocation of others' certificates is looked up: NoCheck, Offline (what is cached) or Online.</summary>
    [EnumDataType(typeof(X509RevocationMode))] public X509RevocationMode Revocation { get; init; } = X509RevocationMode.NoCheck;

    /// <summary>A peer that we call must have a certificate for the host name in its address.</summary>
    public bool CheckPeerNames { get; init; } = true;

    /// <summary>Longest handshake, from the first byte, seconds; then the connection is ended.</summary>
    [Range(1, 300)] public int HandshakeSeconds { get; init; } = 10;

    /// <summary>The name alone: there is a secret among the settings.</summary>
    public override string ToString() => nameof(TlsOptions);
}
