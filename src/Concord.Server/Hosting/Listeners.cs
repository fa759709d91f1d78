using System.Net;
using Concord.Network;
using Concord.Server.Settings;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Concord.Server.Hosting;

/// <summary>What Kestrel listens on: HTTP and DIMSE on one host; knows the real ports once it runs.</summary>
internal sealed class Listeners(ArchiveSettings settings)
{
    private ListenOptions? _http;
    private ListenOptions? _dicom;

    public IPEndPoint HttpEndPoint => _http?.IPEndPoint ?? throw new InvalidOperationException("Not listening yet.");

    public IPEndPoint DicomEndPoint => _dicom?.IPEndPoint ?? throw new InvalidOperationException("Not listening yet.");

    public void Configure(KestrelServerOptions kestrel)
    {
        var http = settings.Http;
        var limits = kestrel.Limits;
        kestrel.AddServerHeader = false;
        limits.MaxRequestBodySize = null; // objects of any length are streamed
        limits.MaxRequestBufferSize = http.MaxRequestBufferBytes;
        limits.MaxConcurrentConnections = http.MaxConnections;
        limits.MinRequestBodyDataRate = Rate(http.MinRequestBytesPerSecond);
        limits.MinResponseDataRate = Rate(http.MinResponseBytesPerSecond);
        var address = settings.Server.Address!;
        kestrel.Listen(address, settings.Server.HttpPort, listen =>
        {
            listen.Protocols = HttpProtocols.Http1; // without TLS browsers speak nothing newer
            _http = listen;
        });
        kestrel.Listen(address, settings.Server.DicomPort, listen =>
        {
            listen.UseDicom();
            _dicom = listen;
        });
    }

    private MinDataRate? Rate(int bytesPerSecond) =>
        bytesPerSecond == 0 ? null : new MinDataRate(bytesPerSecond, TimeSpan.FromSeconds(settings.Http.SlowClientGraceSeconds));
}
