using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Concord.Network;
using Concord.Server.Hosting;
using Concord.Server.Settings;
using Concord.Trust.Identity;
using Concord.Trust.Policy;
using Concord.Vault.Compression;
using Concord.Vault.Decisions;
using Concord.Clinic.Worklist;
using Concord.Vault.Receive;
using Concord.Vault.Retention;
using Concord.Vault.Tiers;
using Concord.Vault.Sites;

namespace Archive.Tests.Server;

/// <summary>Holds <c>docs/settings.md</c> to the options classes. <c>CONCORD_WRITE_DOCS=1</c> writes the table anew.</summary>
public sealed class SettingsTableTests
{
    private static readonly (string Section, object Defaults)[] Sections =
    [
        ("Server", new ServerOptions()), ("Http", new HttpOptions()), ("Dicom", new NetworkOptions()), ("Dicom:PeerRules:0", new PeerRule()), ("DicomWeb", new DicomWebOptions()), ("Imaging", new ImagingOptions()),
        ("Vault", new VaultOptions()), ("Compression", new CompressionOptions()), ("Tiers", new TierOptions()), ("Vault:Sites:0", new SiteRule()), ("Vault:SiteQuotas:0", new SiteQuota()),
        ("Policy", new AccessPolicyOptions()), ("Tls", new TlsOptions()), ("Identity", new IdentityOptions()),
        ("Commitment", new CommitmentOptions()), ("Sends", new SendOptions()), ("Retention", new RetentionOptions()), ("Retention:Rules:0", new RetentionRule()),
        ("Lifecycle", new LifecycleOptions()), ("Worklist", new WorklistOptions()),
    ];

    [Fact]
    public void The_table_of_settings_is_that_of_the_options_classes()
    {
        var path = Path.Combine(RepositoryRoot(), "docs", "settings.md");
        var expected = Table();
        if (Environment.GetEnvironmentVariable("CONCORD_WRITE_DOCS") == "1") File.WriteAllText(path, expected);
        Assert.Equal(expected, File.ReadAllText(path));
    }

    private static string Table()
    {
        var text = new StringBuilder($$$"""
            # Settings

            Read once, at start; what is out of its bounds stops the start with one line. Later sources win: `appsettings.json` in the folder of `./run`
            (or `--settings FILE`), environment, arguments. A setting `Section:Name` is `{"Section": {"Name": ...}}` in JSON and `CONCORD_Section__Name` in the
            environment; lists count on: `CONCORD_Server__Peers__0`. Relative paths belong to the folder of `./run`, those of arguments to the working folder.

            `GET /api/settings` tells them all as they are. `PUT /api/settings/NAME` with `{"value":…}` changes these until the next start, for `Policy:AdminUsers`:
            {{{string.Join(", ", LiveSettings.Names.Order(StringComparer.Ordinal).Select(name => $"`{name}`"))}}}.

            ## Arguments

            ```
            {{{CommandLine.Help}}}
            ```

            """);
        foreach (var (section, defaults) in Sections)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {section}\n\n{Summary(defaults.GetType(), $"T:{defaults.GetType().FullName}")}\n\n| setting | default | bounds | meaning |\n|---|---|---|---|\n");
            foreach (var property in defaults.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is not null))
                text.Append(CultureInfo.InvariantCulture, $"| `{section}:{property.Name}` | {Shown(property.GetValue(defaults))} | {Bounds(property)} | {Summary(defaults.GetType(), $"P:{defaults.GetType().FullName}.{property.Name}")} |\n");
        }
        return text.ToString();
    }

    private static string Shown(object? value) => value switch
    {
        null or "" => "",
        string text => $"`{text}`",
        IEnumerable => "",
        bool flag => flag ? "`true`" : "`false`",
        _ => $"`{Convert.ToString(value, CultureInfo.InvariantCulture)}`",
    };

    private static string Bounds(PropertyInfo property) => property.GetCustomAttribute<RangeAttribute>() is { } range
        ? string.Create(CultureInfo.InvariantCulture, $"{range.Minimum} to {range.Maximum}")
        : property.GetCustomAttribute<StringLengthAttribute>() is { } length ? string.Create(CultureInfo.InvariantCulture, $"{length.MinimumLength} to {length.MaximumLength} characters") : "";

    private static string Summary(Type type, string member)
    {
        var documents = XDocument.Load(Path.ChangeExtension(type.Assembly.Location, ".xml"));
        var summary = documents.Descendants("member").Single(node => node.Attribute("name")?.Value == member).Element("summary")!;
        foreach (var reference in summary.Descendants("see").ToList()) reference.ReplaceWith($"`{reference.Attribute("cref")!.Value.Split('.')[^1]}`");
        foreach (var code in summary.Descendants("c").ToList()) code.ReplaceWith($"`{code.Value}`");
        return Regex.Replace(summary.Value.Trim(), @"\s+", " ", RegexOptions.None, TimeSpan.FromSeconds(1)).Replace("|", "\\|", StringComparison.Ordinal);
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Concord.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("The repository is not above the tests.");
    }
}
