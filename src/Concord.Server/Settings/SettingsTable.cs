using System.Text.RegularExpressions;

namespace Concord.Server.Settings;

/// <summary>The table of <c>docs/settings.md</c>, which is in the program: a test holds it to the options classes.</summary>
internal static partial class SettingsTable
{
    private const string Resource = "settings.md";

    private static readonly Lazy<IReadOnlyList<SettingText>> Rows = new(Read);

    /// <summary>All settings, in the order of the table; of rules, the list as a whole.</summary>
    public static IReadOnlyList<SettingText> All => Rows.Value;

    private static List<SettingText> Read()
    {
        using var reader = new StreamReader(typeof(SettingsTable).Assembly.GetManifestResourceStream(Resource)!);
        var found = new List<SettingText>();
        while (reader.ReadLine() is { } line)
            if (Row().Match(line) is { Success: true } row)
                found.Add(new(row.Groups["section"].Value, row.Groups["name"].Value, Text(row, "default").Trim('`'), Text(row, "bounds"), Text(row, "meaning")));
        return found;
    }

    private static string Text(Match row, string group) => row.Groups[group].Value.Trim().Replace("\\|", "|", StringComparison.Ordinal);

    [GeneratedRegex(@"^\| `(?<section>\w+):(?<name>\w+)` \|(?<default>[^|]*)\|(?<bounds>[^|]*)\| (?<meaning>.*) \|$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();
}

/// <summary>A row of the table.</summary>
internal sealed record SettingText(string Section, string Name, string Default, string Bounds, string Meaning)
{
    public string FullName => $"{Section}:{Name}";
}
