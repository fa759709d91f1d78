using System.Net;
using Concord.Network;
using Concord.Server.Settings;
using Concord.Server.Tls;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Concord.Server.Hosting;

/// <summary>What Kestrel listens on: HTTP and DIMSE on one host, plain and over TLS; knows the real ports once it runs.</summary>
internal sealed class Listeners(ArchiveSettings settings, TlsTerms tls)
{
    private readonly ConnectionBound _httpBound = new(settings.Http.MaxConnections);
    private ListenOptions? _http;
    private ListenOptions? _https;
    private ListenOptions? _dicom;
    private ListenOptions? _dicomTls;

    /// <summary>Where HTTP is spoken, the plain port when there is one.</summary>
    public IPEndPoint HttpEndPoint => (_http ?? _https)?.IPEndPoint ?? throw new InvalidOperationException("Not listening yet.");

    /// <summary>Where DIMSE is spoken, the plain port when there is one.</summary>
    public IPEndPoint DicomEndPoint => (_dicom ?? _dicomTls)?.IPEndPoint ?? throw new InvalidOperationException("Not listening yet.");

    /// <summary>Null when there is none.</summary>
    public IPEndPoint? HttpsEndPoint => _https?.IPEndPoint;

    /// <summary>Null when there is none.</summary>
    public IPEndPoint? DicomTlsEndPoint => _dicomTls?.IPEndPoint;

    public void Configure(KestrelServerOptions kestrel)
    {
        var http = settings.Http;
        var limits = kestrel.Limits;
        kestrel.AddServerHeader = false;
        limits.MaxRequestBodySize = null; // objects of any length are streamed
        limits.MaxRequestBufferSize = http.MaxRequestBufferBytes;
        limits.MaxConcurrentConnections = null; // it would bound the DICOM ports too, and each port by itself
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(http.HeaderSeconds);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(http.KeepAliveSeconds);
        limits.MaxRequestHeadersTotalSize = http.MaxHeaderBytes;
        limits.MinRequestBodyDataRate = Rate(http.MinRequestBytesPerSecond);
        limits.MinResponseDataRate = Rate(http.MinResponseBytesPerSecond);
        var (address, server) = (settings.Server.Address!, settings.Server);
        if (server.HttpPort >= 0) kestrel.Listen(address, server.HttpPort, listen => UseHttp(_http = listen));
        if (server.HttpsPort is { } httpsPort) kestrel.Listen(address, httpsPort, listen => UseHttps(_https = listen));
        if (server.DicomPort >= 0) kestrel.Listen(address, server.DicomPort, listen => (_dicom = listen).UseDicom());
        if (server.DicomTlsPort is { } tlsPort) kestrel.Listen(address, tlsPort, listen => UseDicomOverTls(_dicomTls = listen));
    }

    private void UseHttp(ListenOptions listen)
    {
        listen.Protocols = HttpProtocols.Http1; // without TLS browsers speak nothing newer
        _httpBound.Guard(listen);
    }

    private void UseHttps(ListenOptions listen)
    {
        listen.Protocols = HttpProtocols.Http1AndHttp2;
        _httpBound.Guard(listen);
        tls.Secure(listen, "HTTPS", settings.Tls.HttpClientCertificates, isHttp: true);
    }

    private void UseDicomOverTls(ListenOptions listen)
    {
        tls.Secure(listen, "DICOM over TLS", settings.Tls.DicomClientCertificates, isHttp: false);
        listen.UseDicom();
    }

    private MinDataRate? Rate(int bytesPerSecond) =>
        bytesPerSecond == 0 ? null : new MinDataRate(bytesPerSecond, TimeSpan.FromSeconds(settings.Http.SlowClientGraceSeconds));
}
