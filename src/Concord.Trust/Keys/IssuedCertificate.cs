namespace Concord.Trust.Keys;

/// <summary>A certificate and its private key as PEM text; the key is a secret.</summary>
public sealed record IssuedCertificate(string CertificatePem, string KeyPem);
