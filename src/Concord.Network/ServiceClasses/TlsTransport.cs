using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Concord.Network.ServiceClasses;

/// <summary>A connection of ours over TLS (PS3.15 §B.9). Owns the socket; dispose says close_notify first.</summary>
internal sealed class TlsTransport : ConnectionContext, IConnectionSocketFeature, IDuplexPipe
{
    private const int ReadBytes = 64 << 10;
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1"; // extended key usage, RFC 5280 §4.2.1.12
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(2);

    private readonly SslStream _tls;
    private readonly FeatureCollection _features = new();

    private TlsTransport(Socket socket, SslStream tls)
    {
        (Socket, _tls) = (socket, tls);
        Input = PipeReader.Create(tls, new(bufferSize: ReadBytes, minimumReadSize: ReadBytes / 4, leaveOpen: true));
        Output = PipeWriter.Create(tls, new(leaveOpen: true));
        Transport = this;
        _features.Set<IConnectionSocketFeature>(this);
    }

    public Socket Socket { get; }

    public PipeReader Input { get; }

    public PipeWriter Output { get; }

    public override string ConnectionId { get; set; } = "";

    public override IFeatureCollection Features => _features;

    public override IDictionary<object, object?> Items { get; set; } = new ConnectionItems();

    public override IDuplexPipe Transport { get; set; }

    public override EndPoint? RemoteEndPoint => Socket.RemoteEndPoint;

    /// <exception cref="System.Security.Authentication.AuthenticationException">No common version or suite, or a certificate that is not believed.</exception>
    /// <exception cref="IOException">The peer ended the handshake, or speaks no TLS.</exception>
    internal static async ValueTask<TlsTransport> Connect(Socket socket, RemotePeer peer, CancellationToken cancel)
    {
        var tls = new SslStream(new NetworkStream(socket, ownsSocket: true));
        try
        {
            await tls.AuthenticateAsClientAsync(OptionsFor(peer, peer.Credentials ?? new()), cancel);
            return new(socket, tls);
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }

    /// <summary>Cuts the connection: what is under way ends with an <see cref="IOException"/>.</summary>
    public override void Abort(ConnectionAbortedException abortReason) => Socket.Close(timeout: 0);

    public override async ValueTask DisposeAsync()
    {
        await Input.CompleteAsync();
        try
        {
            await Output.CompleteAsync();
            await _tls.ShutdownAsync().WaitAsync(CloseLimit);
        }
        catch (Exception gone) when (gone is IOException or CryptographicException or ObjectDisposedException or InvalidOperationException or TimeoutException)
        {
            Socket.Close(timeout: 0); // the peer went first, or does not read any more: nobody hears our farewell
        }
        await _tls.DisposeAsync();
        await base.DisposeAsync();
    }

    private static SslClientAuthenticationOptions OptionsFor(RemotePeer peer, CallerCredentials credentials)
    {
        var chain = new X509ChainPolicy { RevocationMode = credentials.Revocation };
        chain.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        if (credentials.Authorities is { } authorities)
        {
            chain.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.CustomTrustStore.AddRange(authorities);
        }
        var accepted = credentials.CheckHostName ? SslPolicyErrors.None : SslPolicyErrors.RemoteCertificateNameMismatch;
        return new()
        {
            TargetHost = peer.Host,
            EnabledSslProtocols = TlsProfile.Protocols,
            CipherSuitesPolicy = TlsProfile.Suites,
            AllowRenegotiation = false,
            ClientCertificateContext = credentials.Certificate,
            CertificateChainPolicy = chain,
            RemoteCertificateValidationCallback = (_, _, _, errors) => (errors & ~accepted) == SslPolicyErrors.None,
        };
    }
}
