using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Concord.Network;
using Concord.Network.ServiceClasses;
using Concord.Server.Hosting;
using Concord.Server.Settings;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Concord.Server.Tls;

/// <summary>Whom we believe and what we show, towards clients and towards peers. Immutable but for the certificate, which follows its file.</summary>
internal sealed class TlsTerms
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2"; // extended key usage, RFC 5280 §4.2.1.12

    private readonly TlsOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CertificateFile? _certificate;
    private readonly X509Certificate2Collection? _authorities;

    private TlsTerms(TlsOptions options, TimeProvider time, ILogger logger)
    {
        (_options, _time, _logger) = (options, time, logger);
        if (options.CertificateFile.Length > 0) _certificate = new(options, time, logger);
        if (options.AuthoritiesFile.Length == 0) return;
        _authorities = [];
        _authorities.ImportFromPemFile(options.AuthoritiesFile);
        if (_authorities.Count == 0) throw new CryptographicException("Tls:AuthoritiesFile has no certificate.");
    }

    /// <exception cref="StartupException">A file cannot be read or does not hold what it should.</exception>
    public static TlsTerms Read(TlsOptions options, TimeProvider time, ILogger logger)
    {
        try
        {
            return new(options, time, logger);
        }
        catch (Exception e) when (e is IOException or CryptographicException or UnauthorizedAccessException)
        {
            throw new StartupException(StartupException.Refused, $"The TLS files cannot be used: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    /// <summary>Makes the endpoint speak TLS; to be called before what speaks over it.</summary>
    /// <param name="face">What the log calls the port.</param>
    /// <param name="isHttp">HTTP's protocols are negotiated by name (ALPN); DIMSE has none.</param>
    public void Secure(ListenOptions listen, string face, ClientCertificates wanted, bool isHttp)
    {
        var limit = TimeSpan.FromSeconds(_options.HandshakeSeconds);
        listen.Use(next => new TlsGuard(next, face, limit, _time, _logger).OnConnection);
        listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            HandshakeTimeout = limit,
            OnConnection = context => new(ServerOptions(context.Connection, wanted, isHttp)),
        });
        listen.Use(next => connection =>
        {
            connection.Features.Get<TlsHandshake>()!.IsDone = true;
            return next(connection);
        });
    }

    /// <summary>How we call peers now.</summary>
    public CallerCredentials ForPeers() =>
        new() { Certificate = _certificate?.Current, Authorities = _authorities, CheckHostName = _options.CheckPeerNames, Revocation = _options.Revocation };

    private SslServerAuthenticationOptions ServerOptions(ConnectionContext connection, ClientCertificates wanted, bool isHttp) => new()
    {
        ServerCertificateContext = _certificate!.Current,
        EnabledSslProtocols = TlsProfile.Protocols,
        CipherSuitesPolicy = TlsProfile.Suites,
        AllowRenegotiation = false,
        ApplicationProtocols = isHttp ? [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11] : [],
        ClientCertificateRequired = wanted != ClientCertificates.None,
        CertificateChainPolicy = wanted == ClientCertificates.None ? null : ClientPolicy(),
        RemoteCertificateValidationCallback = (_, certificate, chain, errors) => IsBelieved(connection, wanted, certificate, chain, errors),
    };

    private X509ChainPolicy ClientPolicy()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = _options.Revocation, DisableCertificateDownloads = _options.Revocation != X509RevocationMode.Online };
        policy.CustomTrustStore.AddRange(_authorities ?? []);
        policy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        return policy;
    }

    private static bool IsBelieved(ConnectionContext connection, ClientCertificates wanted, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (wanted == ClientCertificates.None || (certificate is null && wanted == ClientCertificates.Allow)) return true;
        if (errors == SslPolicyErrors.None) return true;
        var reason = certificate is null ? "no client certificate"
            : $"the client certificate is not believed: {string.Join(", ", (chain?.ChainStatus ?? []).Select(status => status.Status).Distinct())}";
        connection.Features.Get<TlsHandshake>()!.Reason = reason;
        return false;
    }
}
