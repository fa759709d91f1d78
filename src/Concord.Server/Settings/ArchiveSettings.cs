using Concord.Network;
using Concord.Server.Hosting;
using Concord.Trust.Policy;
using Concord.Vault.Receive;
using Microsoft.Extensions.Options;

namespace Concord.Server.Settings;

/// <summary>All settings of a process, read and checked once, at start.</summary>
internal sealed record ArchiveSettings(ServerOptions Server, HttpOptions Http, NetworkOptions Dicom, DicomWebOptions DicomWeb, VaultOptions Vault, AccessPolicyOptions Policy)
{
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
            Section<AccessPolicyOptions>(configuration, "Policy"));
        settings.CheckTogether();
        return settings;
    }

    /// <summary>The same with relative paths made absolute.</summary>
    public ArchiveSettings Under(string home) => this with
    {
        Vault = Vault with { Folder = Path.GetFullPath(Vault.Folder, home) },
        Server = Server.ViewerFolder.Length == 0 ? Server : Server with { ViewerFolder = Path.GetFullPath(Server.ViewerFolder, home) },
    };

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
        if (!System.Net.IPAddress.IsLoopback(address) && string.IsNullOrEmpty(Http.Credential) && !Server.Insecure)
            throw new StartupException(StartupException.Usage, $"Binding to {Server.Bind} needs a credential (setting Http:Credential) or an explicit --insecure.");
        if (Dicom.AeTitle.AsSpan().ContainsAnyExceptInRange(' ', '~') || Dicom.AeTitle.Contains('\\', StringComparison.Ordinal) || Dicom.AeTitle.Trim() != Dicom.AeTitle)
            throw new StartupException(StartupException.Usage, "An AE title is 1-16 ASCII characters without backslash, not begun or ended by a space.");
        if (Server.HttpPort != 0 && Server.HttpPort == Server.DicomPort)
            throw new StartupException(StartupException.Usage, $"HTTP and DICOM cannot both listen on port {Server.HttpPort}.");
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
