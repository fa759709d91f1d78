using Concord.Clinic.Worklist;
using Concord.Network;
using Concord.Server.Hosting;
using Concord.Trust.Identity;
using Concord.Trust.Policy;
using Concord.Vault.Compression;
using Concord.Vault.Decisions;
using Concord.Vault.Receive;
using Concord.Vault.Retention;
using Concord.Vault.Tiers;
using Microsoft.Extensions.Options;

namespace Concord.Server.Settings;

/// <summary>All settings of a process, read and checked once, at start.</summary>
internal sealed record ArchiveSettings(ServerOptions Server, HttpOptions Http, NetworkOptions Dicom, DicomWebOptions DicomWeb, VaultOptions Vault, AccessPolicyOptions Policy)
{
    public TlsOptions Tls { get; init; } = new();

    public IdentityOptions Identity { get; init; } = new();

    /// <summary>What moves to the warm store by itself.</summary>
    public TierOptions Tiers { get; init; } = new();

    /// <summary>What is compressed at rest.</summary>
    public CompressionOptions Compression { get; init; } = new();

    /// <summary>Pixels.</summary>
    public ImagingOptions Imaging { get; init; } = new();

    /// <summary>Storage Commitment.</summary>
    public CommitmentOptions Commitment { get; init; } = new();

    /// <summary>Sends to peers.</summary>
    public SendOptions Sends { get; init; } = new();

    /// <summary>How long studies are kept.</summary>
    public RetentionOptions Retention { get; init; } = new();

    /// <summary>What is decided about what is kept.</summary>
    public LifecycleOptions Lifecycle { get; init; } = new();

    /// <summary>Procedure steps.</summary>
    public WorklistOptions Worklist { get; init; } = new();

    /// <summary>Reads the sections and checks every bound.</summary>
    /// <exception cref="StartupException">A setting is out of its bounds, or they do not go together.</exception>
    public static ArchiveSettings Read(IConfiguration configuration)
    {
        var settings = new ArchiveSettings(
            Section(configuration, "Server", new ServerOptionsValidator()),
            Section(configuration, "Http", new HttpOptionsValidator()),
            Section(configuration, "Dicom", new DicomOptionsValidator()),
            Section(configuration, "DicomWeb", new DicomWebOptionsValidator()),
            Section(configuration, "Vault", new VaultOptionsValidator()),
            Section<AccessPolicyOptions>(configuration, "Policy"))
        {
            Tls = Section(configuration, "Tls", new TlsOptionsValidator()),
            Identity = Section(configuration, "Identity", new IdentityOptionsValidator()),
            Tiers = Section(configuration, "Tiers", new TierOptionsValidator()),
            Compression = Section(configuration, "Compression", new CompressionOptionsValidator()),
            Imaging = Section(configuration, "Imaging", new ImagingOptionsValidator()),
            Commitment = Section(configuration, "Commitment", new CommitmentOptionsValidator()),
            Sends = Section(configuration, "Sends", new SendOptionsValidator()),
            Retention = Section(configuration, "Retention", new RetentionOptionsValidator()),
            Worklist = Section(configuration, "Worklist", new WorklistOptionsValidator()),
            Lifecycle = Section(configuration, "Lifecycle", new LifecycleOptionsValidator()),
        };
        settings.CheckTogether();
        return settings;
    }

    /// <summary>The same with relative paths made absolute.</summary>
    public ArchiveSettings Under(string home) => this with
    {
        Vault = Vault with { Folder = Path.GetFullPath(Vault.Folder, home), ReplicaFolder = Absolute(Vault.ReplicaFolder, home), WarmFolder = Absolute(Vault.WarmFolder, home) },
        Imaging = Imaging with { CodecProgram = Path.GetFullPath(Imaging.CodecProgram, home) },
        Tls = Tls with
        {
            CertificateFile = Absolute(Tls.CertificateFile, home),
            KeyFile = Absolute(Tls.KeyFile, home),
            PasswordFile = Absolute(Tls.PasswordFile, home),
            AuthoritiesFile = Absolute(Tls.AuthoritiesFile, home),
        },
        Identity = Identity with { UsersFile = Absolute(Identity.UsersFile, home), TokenKeysFile = Absolute(Identity.TokenKeysFile, home) },
        Server = Server with { ViewerFolder = Absolute(Server.ViewerFolder, home), AppFolder = Absolute(Server.AppFolder, home), PeerSecretsFolder = Absolute(Server.PeerSecretsFolder, home) },
    };

    /// <summary>The options of a section of that name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public object SectionOf(string name) => typeof(ArchiveSettings).GetProperty(name)?.GetValue(this) ?? throw new ArgumentException("There is no such section.", nameof(name));

    private static string Absolute(string path, string home) => path.Length == 0 ? path : Path.GetFullPath(path, home);

    private static T Section<T>(IConfiguration configuration, string name, IValidateOptions<T>? validator = null)
        where T : class, new()
    {
        T options;
        try
        {
            options = configuration.GetSection(name).Get<T>() ?? new T();
        }
        catch (InvalidOperationException e)
        {
            throw new StartupException(StartupException.Usage, $"Section {name} of the settings cannot be read: {OneLine(e.InnerException?.Message ?? e.Message)}");
        }
        if (validator?.Validate(name, options) is { Failed: true } result) throw new StartupException(StartupException.Usage, $"Wrong setting: {OneLine(result.FailureMessage)}");
        return options;
    }

    /// <summary>Beyond loopback nobody comes in without a credential, unless it is said aloud.</summary>
    private void CheckTogether()
    {
        var address = Server.Address ?? throw new StartupException(StartupException.Usage, $"--bind wants an IP address or localhost, not '{Server.Bind}'.");
        if (!System.Net.IPAddress.IsLoopback(address) && string.IsNullOrEmpty(Http.Credential) && !Http.Users && !Server.Insecure)
            throw new StartupException(StartupException.Usage, $"Binding to {Server.Bind} needs a credential (setting Http:Credential), users (Http:Users) or an explicit --insecure.");
        if (Dicom.FindFault() is { } fault) throw new StartupException(StartupException.Usage, $"Wrong setting: {fault}");
        if (Vault.FindFault() is { } vault) throw new StartupException(StartupException.Usage, $"Wrong setting: {vault}");
        if (Retention.FindFault([.. Vault.Sites.Select(rule => rule.Site)]) is { } retention) throw new StartupException(StartupException.Usage, $"Wrong setting: {retention}");
        if (Compression.FindFault() is { } compression) throw new StartupException(StartupException.Usage, $"Wrong setting: {compression}");
        if (FindPortFault() is { } ports) throw new StartupException(StartupException.Usage, ports);
        if (Identity.FindFault() is { } identity) throw new StartupException(StartupException.Usage, $"Wrong setting: {identity}");
    }

    private string? FindPortFault()
    {
        int?[] ports = [Server.HttpPort, Server.DicomPort, Server.HttpsPort, Server.DicomTlsPort];
        if (ports.Where(port => port > 0).GroupBy(port => port).FirstOrDefault(same => same.Count() > 1) is { Key: { } twice })
            return $"Two of HTTP, HTTPS, DICOM and DICOM over TLS cannot both listen on port {twice}.";
        if (Server.HttpPort < 0 && Server.HttpsPort is null) return "There must be a port for HTTP or for HTTPS.";
        if (Server.DicomPort < 0 && Server.DicomTlsPort is null) return "There must be a port for DICOM or for DICOM over TLS.";
        if ((Server.HttpsPort ?? Server.DicomTlsPort) is not null && Tls.CertificateFile.Length == 0) return "A port with TLS needs a certificate (setting Tls:CertificateFile).";
        if ((Tls.DicomClientCertificates, Tls.HttpClientCertificates) is not (ClientCertificates.None, ClientCertificates.None) && Tls.AuthoritiesFile.Length == 0)
            return "Client certificates need the authorities they come from (setting Tls:AuthoritiesFile).";
        return null;
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
