using System.Net;
using Concord.Clinic.Worklist;
using Concord.Imaging.Codecs;
using Concord.Network;
using Concord.Network.ServiceClasses;
using Concord.Server.Admin;
using Concord.Server.Audit;
using Concord.Server.Commitment;
using Concord.Server.Compression;
using Concord.Server.Corrections;
using Concord.Server.Describing;
using Concord.Server.DicomWeb;
using Concord.Server.DicomWeb.ExtendedTags;
using Concord.Server.DicomWeb.Store;
using Concord.Server.Dimse;
using Concord.Server.Imaging;
using Concord.Server.Integrity;
using Concord.Server.Lifecycle;
using Concord.Server.Pages;
using Concord.Server.Peers;
using Concord.Server.Retention;
using Concord.Server.Retrieve;
using Concord.Server.Sends;
using Concord.Server.Settings;
using Concord.Server.Sites;
using Concord.Server.Storage;
using Concord.Server.Tiers;
using Concord.Server.Tls;
using Concord.Trust.Identity;
using Concord.Trust.Policy;
using Concord.Vault.Changes;
using Concord.Vault.Commitment;
using Concord.Vault.Receive;
using Concord.Vault.Retrieve;
using Microsoft.Extensions.Options;
using IQueryProvider = Concord.Network.ServiceClasses.IQueryProvider;

namespace Concord.Server.Hosting;

/// <summary>The archive with its listeners: the only place where rooms are put together.</summary>
internal sealed class ConcordServer : IAsyncDisposable
{
    private readonly ArchiveSettings _settings;
    private readonly WebApplication _app;
    private readonly InstanceVault _vault;
    private readonly CodecPool _codecs;
    private readonly ILoggerFactory _logs;
    private readonly Listeners _listeners;

    private ConcordServer(ArchiveSettings settings, WebApplication app, InstanceVault vault, CodecPool codecs, ILoggerFactory logs, Listeners listeners) =>
        (_settings, _app, _vault, _codecs, _logs, _listeners) = (settings, app, vault, codecs, logs, listeners);

    public InstanceVault Vault => _vault;

    public ArchiveSettings Settings => _settings;

    public IServiceProvider Services => _app.Services;

    /// <summary>Where HTTP listens, with the real port.</summary>
    public IPEndPoint Http => _listeners.HttpEndPoint;

    /// <summary>Where DIMSE listens, with the real port.</summary>
    public IPEndPoint Dicom => _listeners.DicomEndPoint;

    /// <summary>Where DIMSE over TLS listens, or null.</summary>
    public IPEndPoint? DicomTls => _listeners.DicomTlsEndPoint;

    /// <summary>Where HTTPS listens, or null.</summary>
    public IPEndPoint? Https => _listeners.HttpsEndPoint;

    public Uri HttpAddress => new(_settings.Server.HttpPort < 0 ? $"https://{Http}/" : $"http://{Http}/");

    /// <summary>What is printed when both listeners answer.</summary>
    public string ReadyLine => $"Concord is ready: {HttpAddress} (viewer {(ViewerFiles.IsPrepared(_settings.Server.ViewerFolder) ? $"{HttpAddress}viewer" : "absent")}), DICOM {_settings.Dicom.AeTitle}@{Dicom}{OverTls}";

    private string OverTls => string.Concat(Https is { } https && _settings.Server.HttpPort >= 0 ? $", https://{https}/" : "", DicomTls is { } dicom ? $", DICOM over TLS {_settings.Dicom.AeTitle}@{dicom}" : "");

    /// <summary>Opens the vault and listens.</summary>
    /// <exception cref="StartupException">A port is taken, the folder cannot be used.</exception>
    public static async Task<ConcordServer> Start(ArchiveSettings settings, TimeProvider time, CancellationToken cancel, Action<ILoggingBuilder>? configureLogs = null)
    {
        var threshold = new LogThreshold(settings.Server.LogLevel);
        var logs = LoggerFactory.Create(configureLogs ?? (logging => ServerLogging.Configure(logging, threshold)));
        InstanceVault? vault = null;
        WebApplication? app = null;
        var codecs = NewCodecs(settings.Imaging, logs.CreateLogger<CodecPool>());
        try
        {
            var policy = new AccessPolicy(settings.Policy);
            vault = await OpenVault(settings.Vault, policy, codecs, time, logs, cancel);
            var tls = TlsTerms.Read(settings.Tls, time, logs.CreateLogger<TlsTerms>());
            var listeners = new Listeners(settings, tls);
            app = Build(settings, vault, codecs, policy, logs, threshold, time, listeners, tls);
            await Listen(app, settings, cancel);
            return new(settings, app, vault, codecs, logs, listeners);
        }
        catch
        {
            if (app is not null) await app.DisposeAsync();
            if (vault is not null) await vault.DisposeAsync();
            await codecs.DisposeAsync();
            logs.Dispose();
            throw;
        }
    }

    /// <summary>Tells a script that waits where we are; the file appears whole or not at all.</summary>
    public void WriteReadyFile()
    {
        if (_settings.Server.ReadyFile is not { Length: > 0 } path) return;
        var temporary = path + ".new";
        File.WriteAllText(temporary, $"HTTP={HttpAddress}\nDICOM={_settings.Dicom.AeTitle}@{Dicom}\nEMPTY={(_vault.Index.LastNumber == 0 ? "true" : "false")}\n");
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Waits until SIGTERM, Ctrl-C or <see cref="DisposeAsync"/>; then until open work is drained.</summary>
    public Task WaitForShutdown() => _app.WaitForShutdownAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _vault.DisposeAsync();
        await _codecs.DisposeAsync();
        _logs.Dispose();
    }

    /// <summary>Says once where codecs are not fenced in.</summary>
    private static CodecPool NewCodecs(ImagingOptions options, ILogger log)
    {
        var isTold = 0;
        return new(options.ForPool() with
        {
            Unfenced = () =>
            {
                if (Interlocked.Exchange(ref isTold, 1) == 0) log.CodecsUnfenced();
            },
        });
    }

    private static async Task<InstanceVault> OpenVault(VaultOptions options, AccessPolicy policy, CodecPool codecs, TimeProvider time, ILoggerFactory logs, CancellationToken cancel)
    {
        try
        {
            return await InstanceVault.Open(options, policy, new AtRestCompressor(new(new(codecs), new(codecs))), time, logs, cancel);
        }
        catch (Exception e) when (e is VaultException or IOException or UnauthorizedAccessException)
        {
            throw new StartupException(StartupException.Refused, e.Message.ReplaceLineEndings(" "), e);
        }
    }

    private static async Task Listen(WebApplication app, ArchiveSettings settings, CancellationToken cancel)
    {
        try
        {
            await app.StartAsync(cancel);
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            var server = settings.Server;
            throw new StartupException(
                StartupException.Refused, $"Cannot listen on {server.Bind}, ports {server.HttpPort} (HTTP) and {server.DicomPort} (DICOM): {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private static WebApplication Build(ArchiveSettings settings, InstanceVault vault, CodecPool codecs, AccessPolicy policy, ILoggerFactory logs, LogThreshold threshold, TimeProvider time, Listeners listeners, TlsTerms tls)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear(); // our settings come from ArchiveSettings alone
        builder.Services.AddSingleton(logs).AddSingleton(threshold).AddSingleton<LiveSettings>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(settings.Server.DrainSeconds));
        builder.WebHost.ConfigureKestrel(listeners.Configure);
        AddServices(builder.Services, settings, vault, tls, logs, time);
        builder.Services.AddSingleton(listeners).AddSingleton(policy).AddSingleton(codecs);
        var app = builder.Build();
        app.UseMiddleware<ProblemMiddleware>();
        app.UseMiddleware<BrowserGuard>();
        app.UseMiddleware<CredentialCheck>();
        app.UseStatusCodePages();
        app.UseWhen(StoreEndpoints.IsPacked, stores => stores.Use((context, next) => StoreEndpoints.BoundInflated(context, next, settings.DicomWeb)).UseRequestDecompression());
        app.UseWebSockets();
        app.UseRouting();
        HealthEndpoints.Map(app);
        PeerEndpoints.Map(app);
        CallerEndpoints.Map(app);
        AdminEndpoints.Map(app);
        ChangeEndpoints.Map(app);
        IntegrityEndpoints.Map(app);
        LifecycleEndpoints.Map(app);
        CorrectionEndpoints.Map(app);
        TierEndpoints.Map(app);
        CompressionEndpoints.Map(app);
        SiteEndpoints.Map(app);
        RetentionEndpoints.Map(app);
        AuditEndpoints.Map(app);
        SendEndpoints.Map(app);
        StorageEndpoints.Map(app);
        SettingsEndpoints.Map(app);
        DicomWebEndpoints.Map(app);
        CapabilitiesEndpoints.Map(app);
        ConformanceEndpoints.Map(app);
        app.MapOpenApi(OpenApiText.Path);
        var hasApp = AppFiles.IsPrepared(settings.Server.AppFolder);
        PageFiles.Map(app, withStudies: !hasApp);
        if (hasApp) AppFiles.Map(app, settings.Server.AppFolder);
        ViewerFiles.Map(app, settings.Server.ViewerFolder);
        return app;
    }

    private static void AddServices(IServiceCollection services, ArchiveSettings settings, InstanceVault vault, TlsTerms tls, ILoggerFactory logs, TimeProvider time)
    {
        services.AddSingleton(settings).AddSingleton(settings.Server).AddSingleton(settings.Http).AddSingleton(settings.DicomWeb).AddSingleton(time);
        services.AddSingleton(vault).AddSingleton(vault.Index).AddSingleton(vault.Bundles).AddSingleton(vault.Query);
        services.AddSingleton<VaultRetrieve>().AddSingleton<ChangeFeed>().AddSingleton<ChangeEndpoints>().AddSingleton<AuditTrail>().AddSingleton<HealthReport>().AddSingleton<StorageCounter>().AddSingleton<Reencoder>().AddSingleton<ObjectForms>();
        var secrets = new PeerSecrets(settings.Server.PeerSecretsFolder is { Length: > 0 } folder ? folder : Path.Combine(settings.Vault.Folder, PeerSecrets.DefaultName));
        services.AddSingleton(secrets).AddSingleton(LoadPeers(settings, tls, secrets)).AddSingleton<PeerEcho>().AddSingleton(LoadIdentities(settings, time, logs.CreateLogger<IdentityVerifier>()));
        services.AddSingleton<IAssociationAuthenticator, IdentityAuthenticator>();
        services.AddSingleton<IStorageProvider, VaultStorageProvider>();
        services.AddSingleton<IQueryProvider, VaultQueryProvider>();
        services.AddSingleton<IRetrieveProvider, VaultRetrieveProvider>();
        services.AddSingleton(vault.NewScrubber(time)).AddHostedService<ScrubService>();
        services.AddSingleton(vault.NewRetention(settings.Retention, time)).AddSingleton<RetentionEndpoints>().AddHostedService<RetentionService>();
        services.AddSingleton(settings.Lifecycle).AddSingleton<DecisionLists>().AddSingleton(vault.NewPurgeWorker(settings.Lifecycle, time)).AddHostedService<PurgeService>();
        services.AddSingleton(vault.NewReplicator(time)).AddHostedService<ReplicaService>().AddSingleton(vault.NewTierMover(settings.Tiers, time)).AddHostedService<TierService>();
        services.AddSingleton(vault.NewCompressor(settings.Compression, time)).AddHostedService<CompressionService>();
        services.AddSingleton(vault.ExtendedTags).AddSingleton(vault.NewExtendedTagFiller(time)).AddHostedService<ExtendedTagService>();
        services.AddSingleton(settings.Worklist).AddSingleton(_ => StepWorklist.Open(vault.OpenWorklist(), settings.Worklist, time)); // opened with the first of its services, at start
        services.AddSingleton(settings.Commitment).AddSingleton<CommitmentReports>().AddSingleton<CommitmentReporter>();
        services.AddSingleton(provider => new CommitmentCheck(vault, provider.GetRequiredService<VaultRetrieve>(), settings.Commitment.ReadBytes));
        services.AddSingleton<ICommitmentProvider, VaultCommitmentProvider>().AddHostedService(provider => provider.GetRequiredService<CommitmentReporter>());
        var (files, sends) = LoadSends(settings, time);
        services.AddSingleton(settings.Sends).AddSingleton(files).AddSingleton(sends).AddSingleton<SendTry>().AddSingleton<SendEndpoints>().AddHostedService<SendWorker>();
        services.AddSingleton(settings.Dicom).AddSingleton(Options.Create(settings.Dicom)).AddDicomNetwork();
        ImagingServices.AddServices(services, settings.Imaging);
        DicomWebEndpoints.AddServices(services);
        services.AddSingleton<ConformanceStatement>().AddOpenApi(OpenApiText.Configure).ConfigureHttpJsonOptions(OpenApiText.Configure);
        services.AddProblemDetails().AddRequestDecompression(options => options.DecompressionProviders.Remove("br")); // gzip and deflate; that of br does not tell damage from a fault of its own
    }

    private static IdentityVerifier LoadIdentities(ArchiveSettings settings, TimeProvider time, ILogger logger)
    {
        try
        {
            return new(settings.Identity, settings.Vault.Folder, time, (setting, why) => logger.IdentityFileUnreadable(setting, why.GetType().Name));
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new StartupException(StartupException.Refused, $"Users or token keys cannot be read: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private static (SendFiles Files, SendQueue Queue) LoadSends(ArchiveSettings settings, TimeProvider time)
    {
        try
        {
            var files = new SendFiles(settings.Vault.Folder);
            return (files, new(files, settings.Sends, time));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(StartupException.Refused, $"The sends cannot be read: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private static PeerDirectory LoadPeers(ArchiveSettings settings, TlsTerms tls, PeerSecrets secrets)
    {
        try
        {
            return PeerDirectory.Load(settings.Vault.Folder, settings.Server.Peers, tls.ForPeers, secrets);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new StartupException(StartupException.Refused, $"The peers cannot be read: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }
}
