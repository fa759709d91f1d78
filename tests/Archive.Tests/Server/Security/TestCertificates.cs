using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Concord.Network.ServiceClasses;
using Concord.Trust.Keys;

namespace Archive.Tests.Server.Security;

/// <summary>Certificates of every kind in a folder, made once for all tests: <c>NAME.pem</c> and <c>NAME-key.pem</c>.</summary>
public sealed class TestCertificates : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private readonly string _folder = Directory.CreateTempSubdirectory("concord-certs-").FullName;

    public TestCertificates()
    {
        var (from, until) = (Now.AddHours(-1), Now.AddDays(1));
        using var ours = new PrivateAuthority("Test authority", Now.AddDays(-30), until, 2048);
        using var theirs = new PrivateAuthority("Other authority", from, until, 2048);
        Write("ca", ours.Own);
        Write("other-ca", theirs.Own);
        Write("server", ours.IssueServer(["localhost", "127.0.0.1"], from, until));
        Write("elsewhere", ours.IssueServer(["elsewhere.example"], from, until));
        Write("ct1", ours.IssueClient("ct1", from, until));
        Write("ct2", ours.IssueClient("ct2", from, until));
        Write("expired", ours.IssueClient("expired", Now.AddDays(-20), Now.AddDays(-10)));
        Write("stranger", theirs.IssueClient("stranger", from, until));
    }

    public string this[string file] => Path.Combine(_folder, file);

    public string Thumbprint(string name)
    {
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(this[name + ".pem"]);
        return certificate.GetCertHashString(HashAlgorithmName.SHA256);
    }

    /// <summary>What a client shows and believes.</summary>
    public CallerCredentials Credentials(string? client = null, string authority = "ca", bool checkHostName = true)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(this[authority + ".pem"]);
        return new()
        {
            Authorities = authorities,
            CheckHostName = checkHostName,
            Certificate = client is null ? null : System.Net.Security.SslStreamCertificateContext.Create(
                X509Certificate2.CreateFromPemFile(this[client + ".pem"], this[client + "-key.pem"]), additionalCertificates: null, offline: true),
        };
    }

    /// <summary>An HTTP client that believes the test authority alone.</summary>
    public HttpClient Http(string? client = null) => new(new SocketsHttpHandler
    {
        SslOptions = new()
        {
            CertificateChainPolicy = Policy(),
            ClientCertificateContext = Credentials(client).Certificate,
        },
    });

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(this["ca.pem"]);
        return policy;
    }

    private void Write(string name, IssuedCertificate issued)
    {
        File.WriteAllText(this[name + ".pem"], issued.CertificatePem);
        File.WriteAllText(this[name + "-key.pem"], issued.KeyPem);
    }
}
