using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Concord.Trust.Keys;

/// <summary>An authority of one's own: a self-signed certificate that issues those of servers and clients (RFC 5280).</summary>
public sealed class PrivateAuthority : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly int _keyBits;
    private readonly RSA _key;
    private readonly X509Certificate2 _certificate;

    /// <param name="name">Its common name.</param>
    /// <param name="keyBits">Of its key and of those it issues, 2048 or more.</param>
    public PrivateAuthority(string name, DateTimeOffset from, DateTimeOffset until, int keyBits = 3072)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keyBits, 2048);
        (_keyBits, _key) = (keyBits, RSA.Create(keyBits));
        var request = new CertificateRequest(Named(name), _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        _certificate = request.CreateSelfSigned(from, until);
    }

    public IssuedCertificate Own => new(_certificate.ExportCertificatePem(), _key.ExportPkcs8PrivateKeyPem());

    /// <summary>For a server that is called by these host names and IP addresses; the first is its common name. Good for calling others too, as a DICOM node does.</summary>
    public IssuedCertificate IssueServer(IReadOnlyList<string> hosts, DateTimeOffset from, DateTimeOffset until)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
        {
            if (IPAddress.TryParse(host, out var address)) names.AddIpAddress(address);
            else names.AddDnsName(host);
        }
        return Issue(hosts[0], [new(ServerAuthentication), new(ClientAuthentication)], names.Build(), from, until);
    }

    /// <summary>For a client of that common name.</summary>
    public IssuedCertificate IssueClient(string name, DateTimeOffset from, DateTimeOffset until) => Issue(name, [new(ClientAuthentication)], null, from, until);

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }

    private IssuedCertificate Issue(string name, OidCollection purposes, X509Extension? alternatives, DateTimeOffset from, DateTimeOffset until)
    {
        using var key = RSA.Create(_keyBits);
        var request = new CertificateRequest(Named(name), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(purposes, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        if (alternatives is not null) request.CertificateExtensions.Add(alternatives);
        using var issued = request.Create(_certificate, from, until, RandomNumberGenerator.GetBytes(16));
        return new(issued.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    private static X500DistinguishedName Named(string commonName)
    {
        var builder = new X500DistinguishedNameBuilder();
        builder.AddCommonName(commonName);
        return builder.Build();
    }
}
