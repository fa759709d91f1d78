using Concord.Network;
using Concord.Network.ServiceClasses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dicom.Tests.Network.Support;

/// <summary>A DICOM server on a free loopback port, as the product wires it: Kestrel, connection handler, providers.</summary>
internal sealed class DicomHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private DicomHost(WebApplication app, LogSink log) => (_app, Log) = (app, log);

    internal LogSink Log { get; }

    internal int Port { get; private set; }

    internal CallerLedger Callers => _app.Services.GetRequiredService<CallerLedger>();

    internal string AeTitle => "CONCORD";

    internal RemotePeer Peer => new(AeTitle, "127.0.0.1", Port);

    internal static async Task<DicomHost> Start(
        IStorageProvider? storage = null, Concord.Network.ServiceClasses.IQueryProvider? query = null, IRetrieveProvider? retrieve = null,
        Action<NetworkOptions>? configure = null, TimeProvider? time = null, IAssociationAuthenticator? authenticator = null,
        ICommitmentProvider? commitment = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenLocalhost0());
        if (storage is not null) builder.Services.AddSingleton(storage);
        if (query is not null) builder.Services.AddSingleton(query);
        if (retrieve is not null) builder.Services.AddSingleton(retrieve);
        if (authenticator is not null) builder.Services.AddSingleton(authenticator);
        if (commitment is not null) builder.Services.AddSingleton(commitment);
        if (time is not null) builder.Services.AddSingleton(time);
        var log = new LogSink();
        builder.Services.AddLogging(logging => logging.AddProvider(log).SetMinimumLevel(LogLevel.Debug)).AddDicomNetwork(configure);
        var host = new DicomHost(builder.Build(), log);
        await host._app.StartAsync();
        host.Port = new Uri(host._app.Urls.First()).Port;
        return host;
    }

    internal Task Stop(CancellationToken cancel) => _app.StopAsync(cancel);

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await _app.StopAsync(soon.Token);
        await _app.DisposeAsync();
    }
}

internal static class KestrelListen
{
    internal static void ListenLocalhost0(this Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions kestrel) =>
        kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.UseDicom());
}
