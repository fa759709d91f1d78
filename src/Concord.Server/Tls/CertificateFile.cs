using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Concord.Server.Settings;

namespace Concord.Server.Tls;

/// <summary>Our certificate with key and chain, as its files have it now. Safe for any thread.</summary>
internal sealed class CertificateFile
{
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _changing = new();
    private readonly TlsOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private SslStreamCertificateContext _current;
    private (DateTime, long, DateTime, long) _stamp;
    private long _checkedAt;

    /// <exception cref="IOException">The files cannot be read.</exception>
    /// <exception cref="CryptographicException">They hold no certificate with its private key, or the password is wrong.</exception>
    public CertificateFile(TlsOptions options, TimeProvider time, ILogger logger)
    {
        (_options, _time, _logger) = (options, time, logger);
        (_stamp, _checkedAt) = (Stamp(), time.GetTimestamp());
        _current = Load(options);
        if (_current.TargetCertificate.NotAfter.ToUniversalTime() < time.GetUtcNow().UtcDateTime) logger.CertificateExpired();
    }

    /// <summary>For one handshake; looks at the files at most once a second.</summary>
    public SslStreamCertificateContext Current
    {
        get
        {
            lock (_changing)
            {
                if (_time.GetElapsedTime(_checkedAt) < CheckEvery) return _current;
                _checkedAt = _time.GetTimestamp();
                var stamp = Stamp();
                if (stamp == _stamp) return _current;
                Renew(stamp);
                return _current;
            }
        }
    }

    private void Renew((DateTime, long, DateTime, long) stamp)
    {
        try
        {
            _current = Load(_options); // the old one may still serve a handshake: it is left to the collector
            _stamp = stamp;
            _logger.CertificateChanged();
        }
        catch (Exception e) when (e is IOException or CryptographicException or UnauthorizedAccessException)
        {
            _logger.CertificateUnreadable(e.Message.ReplaceLineEndings(" "));
            _stamp = stamp; // said once; the next change is looked at again
        }
    }

    private static SslStreamCertificateContext Load(TlsOptions options)
    {
        var password = options.PasswordFile.Length > 0 ? File.ReadLines(options.PasswordFile).FirstOrDefault() : options.Password;
        var chain = new X509Certificate2Collection();
        X509Certificate2 leaf;
        if (Path.GetExtension(options.CertificateFile).ToUpperInvariant() is ".PFX" or ".P12")
        {
            chain = X509CertificateLoader.LoadPkcs12CollectionFromFile(options.CertificateFile, password);
            leaf = chain.FirstOrDefault(certificate => certificate.HasPrivateKey) ?? throw new CryptographicException("The file has no private key.");
            chain.Remove(leaf);
        }
        else
        {
            var key = options.KeyFile.Length > 0 ? options.KeyFile : options.CertificateFile;
            leaf = string.IsNullOrEmpty(password)
                ? X509Certificate2.CreateFromPemFile(options.CertificateFile, key) : X509Certificate2.CreateFromEncryptedPemFile(options.CertificateFile, password, key);
            chain.ImportFromPemFile(options.CertificateFile);
            chain.RemoveAt(0); // the leaf without its key
        }
        return SslStreamCertificateContext.Create(leaf, chain, offline: true);
    }

    private (DateTime, long, DateTime, long) Stamp()
    {
        var certificate = new FileInfo(_options.CertificateFile);
        var key = new FileInfo(_options.KeyFile.Length > 0 ? _options.KeyFile : _options.CertificateFile);
        return (certificate.LastWriteTimeUtc, certificate.Exists ? certificate.Length : 0, key.LastWriteTimeUtc, key.Exists ? key.Length : 0);
    }
}
