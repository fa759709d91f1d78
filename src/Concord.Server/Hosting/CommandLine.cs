using Concord.Network.ServiceClasses;

namespace Concord.Server.Hosting;

/// <summary>The arguments of the server, as settings: what is said there goes before environment and <c>appsettings.json</c>.</summary>
internal static class CommandLine
{
    public const string Help = """
        Concord: an open medical image archive.
          --data DIR          data folder (data-dir)
          --http PORT         HTTP port (8080; 0 picks one)
          --dicom PORT        DIMSE port (11112; 0 picks one)
          --https PORT        HTTPS port beside it; wants --tls-cert
          --dicom-tls PORT    DIMSE port with TLS beside it (2762 by custom); wants --tls-cert
          --tls-cert FILE     our certificate, PEM or PFX
          --tls-key FILE      its key, PEM, when it is in a file of its own
          --tls-ca FILE       authorities of client certificates, PEM
          --ae TITLE          our AE title (CONCORD)
          --bind ADDR         address of both listeners (127.0.0.1); any other than loopback needs a credential
          --peer AE@HOST:PORT a peer we may send to, with ;tls after it over TLS; may be repeated
          --allow-delete      allow deleting over the wire
          --insecure          listen beyond loopback without a credential
          --seal-after SEC    seal a series when nothing came for so long (30)
          --viewer DIR        folder of the prepared viewer (.cache/ohif)
          --app DIR           folder of the built pages (.cache/app)
          --settings FILE     JSON settings (appsettings.json)
          --ready-file FILE   file to write when ready
        All settings: docs/settings.md
        """;

    private static readonly Dictionary<string, string> ValueOptions = new(StringComparer.Ordinal)
    {
        ["--data"] = "Vault:Folder",
        ["--http"] = "Server:HttpPort",
        ["--dicom"] = "Server:DicomPort",
        ["--https"] = "Server:HttpsPort",
        ["--dicom-tls"] = "Server:DicomTlsPort",
        ["--tls-cert"] = "Tls:CertificateFile",
        ["--tls-key"] = "Tls:KeyFile",
        ["--tls-ca"] = "Tls:AuthoritiesFile",
        ["--ae"] = "Dicom:AeTitle",
        ["--bind"] = "Server:Bind",
        ["--seal-after"] = "Vault:SealAfterSeconds",
        ["--viewer"] = "Server:ViewerFolder",
        ["--app"] = "Server:AppFolder",
        ["--ready-file"] = "Server:ReadyFile",
        ["--settings"] = SettingsFileKey,
    };

    private static readonly Dictionary<string, string> Flags = new(StringComparer.Ordinal)
    {
        ["--allow-delete"] = "Policy:AllowDelete",
        ["--insecure"] = "Server:Insecure",
        ["--help"] = HelpKey,
        ["-h"] = HelpKey,
    };

    /// <summary>Key of the file that <c>--settings</c> names.</summary>
    public const string SettingsFileKey = "SettingsFile";

    /// <summary>Key that is there when help is asked for.</summary>
    public const string HelpKey = "Help";

    /// <summary>Turns arguments into settings.</summary>
    /// <exception cref="StartupException">An argument is not known, or its value is missing or wrong.</exception>
    public static Dictionary<string, string?> Parse(IReadOnlyList<string> arguments)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var peers = 0;
        for (var i = 0; i < arguments.Count; i++)
        {
            var (name, inline) = Split(arguments[i]);
            if (Flags.TryGetValue(name, out var flag) && inline is null) settings[flag] = "true";
            else if (name == "--peer") settings[$"Server:Peers:{peers++}"] = PeerOf(inline ?? Next(arguments, ref i, name));
            else if (ValueOptions.TryGetValue(name, out var key)) settings[key] = PathOrText(name, inline ?? Next(arguments, ref i, name));
            else throw new StartupException(StartupException.Usage, $"Unknown argument '{arguments[i]}'; --help lists them.");
        }
        RequireNumbers(settings);
        return settings;
    }

    private static (string Name, string? Value) Split(string argument) =>
        argument.StartsWith("--", StringComparison.Ordinal) && argument.IndexOf('=', StringComparison.Ordinal) is var at and > 0
            ? (argument[..at], argument[(at + 1)..])
            : (argument, null);

    private static string Next(IReadOnlyList<string> arguments, ref int i, string name) =>
        ++i < arguments.Count ? arguments[i] : throw new StartupException(StartupException.Usage, $"{name} wants a value.");

    /// <summary>Paths that are typed belong to the folder they are typed in; those of settings files belong to the home folder.</summary>
    private static string PathOrText(string name, string value) => name is "--data" or "--viewer" or "--app" or "--settings" or "--ready-file" or "--tls-cert" or "--tls-key" or "--tls-ca"
        ? value.Length > 0 ? Path.GetFullPath(value) : throw new StartupException(StartupException.Usage, $"{name} wants a path.")
        : value;

    private static string PeerOf(string text) =>
        RemotePeer.TryParse(text, out _) ? text : throw new StartupException(StartupException.Usage, $"--peer wants AE@HOST:PORT, not '{text}'.");

    private static void RequireNumbers(Dictionary<string, string?> settings)
    {
        foreach (var (option, key) in ValueOptions)
        {
            if (option is not ("--http" or "--dicom" or "--https" or "--dicom-tls" or "--seal-after") || !settings.TryGetValue(key, out var value)) continue;
            if (!int.TryParse(value, out _)) throw new StartupException(StartupException.Usage, $"{option} wants a number, not '{value}'.");
        }
    }
}
