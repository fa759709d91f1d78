using System.Text.RegularExpressions;

namespace Whole.Tests.Harness;

/// <summary>What <c>dciodvfy</c> of dicom3tools finds in a file, as (kind, tag), and what <c>concord validate</c> finds, in the same words.</summary>
internal static partial class Dciodvfy
{
    private const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.Multiline | RegexOptions.CultureInvariant;
    private const int RegexMilliseconds = 5000;

    private static readonly Lazy<Dictionary<string, string>> Tags = new(ReadTags);

    /// <summary>How our rules are called here.</summary>
    private static readonly Dictionary<string, string> Kinds = new(StringComparer.Ordinal)
    {
        ["MissingType1"] = "missing-1", ["MissingType2"] = "missing-2", ["EmptyType1"] = "empty-1", ["EnumeratedValue"] = "enumerated",
        ["Multiplicity"] = "multiplicity", ["VrMismatch"] = "vr", ["VrValue"] = "value",
    };

    /// <summary>Null when it does not know the SOP class, cannot read the file, or dies of it.</summary>
    public static async Task<HashSet<(string Kind, string Tag)>?> Findings(string path)
    {
        var run = await ToolRun.Run("dciodvfy", [path], TimeSpan.FromSeconds(60));
        var text = run.All;
        if (run.ExitCode is not (0 or 1) || NotComparable().IsMatch(text)) return null;
        var found = new HashSet<(string, string)>();
        foreach (Match line in Missing().Matches(text)) found.Add((line.Groups["type"].Value[0] == '1' ? "missing-1" : "missing-2", TagOf(line.Groups["name"].Value)));
        foreach (Match line in Empty().Matches(text)) found.Add(("empty-1", TagOf(line.Groups["name"].Value)));
        foreach (Match line in Enumerated().Matches(text)) found.Add(("enumerated", TagOf(line.Groups["name"].Value)));
        foreach (Match line in Multiplicity().Matches(text)) found.Add(("multiplicity", TagOf(line.Groups["name"].Value)));
        foreach (Match line in Representation().Matches(text)) found.Add(("vr", TagOf(line.Groups["name"].Value)));
        if (text.Contains("Error - Invalid Value Representation - Pixel Data", StringComparison.Ordinal)) found.Add(("vr", "7FE00010"));
        foreach (Match line in Value().Matches(text))
            if (!line.Value.Contains("Retired Person Name form", StringComparison.Ordinal)) found.Add(("value", (line.Groups["group"].Value + line.Groups["element"].Value).ToUpperInvariant()));
        return found;
    }

    /// <summary>One of our findings; null for what it has no word for.</summary>
    public static (string Kind, string Tag)? Ours(string severity, string rule, string path, string message)
    {
        var tag = path[^10..^1].Replace(",", "", StringComparison.Ordinal);
        if (rule == "FileMeta" && message.EndsWith("is missing: type 1", StringComparison.Ordinal)) return ("missing-1", tag);
        return severity != "note" && Kinds.TryGetValue(rule, out var kind) ? (kind, tag) : null;
    }

    // they are named by keyword in some messages and by name in others
    private static string TagOf(string name) => Tags.Value.GetValueOrDefault(name, name);

    private static Dictionary<string, string> ReadTags()
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var table in new[] { "data_dictionary.csv", "file_meta_elements.csv", "data_dictionary_repeating.csv" })
        {
            foreach (var row in Csv.Read(Repository.At("data", "standard", table)))
            {
                var tag = (row.GetValueOrDefault("tag") ?? row["tag_mask"]).Replace(",", "", StringComparison.Ordinal).Replace('x', '0');
                tags.TryAdd(row["keyword"], tag);
                tags.TryAdd(row["name"], tag);
            }
        }

        return tags;
    }

    [GeneratedRegex("Information Object Not found|read failed|^Error - (Tags out|Seek)|^BasicDirectory$", Options, RegexMilliseconds)]
    private static partial Regex NotComparable();

    [GeneratedRegex(@"^Error - Missing attribute Type (?<type>\w+) \w+ Element=<(?<name>[^>]*)>", Options, RegexMilliseconds)]
    private static partial Regex Missing();

    [GeneratedRegex(@"^Error - (Empty attribute \(no value\)|Attribute present but empty \(no value\) even though condition not satisfied) Type 1C? \w+ Element=<(?<name>[^>]*)>", Options, RegexMilliseconds)]
    private static partial Regex Empty();

    [GeneratedRegex(@"^Error - Unrecognized enumerated value <.*> for value \d+ of attribute <(?<name>[^>]*)>", Options, RegexMilliseconds)]
    private static partial Regex Enumerated();

    [GeneratedRegex(@"^Error - Bad attribute Value Multiplicity \d+ \(\S+ Required by Dictionary\) Element=<(?<name>[^>]*)>", Options, RegexMilliseconds)]
    private static partial Regex Multiplicity();

    [GeneratedRegex(@"^Error - Invalid Value Representation (Type )?\S+ (\(\S+ Required\)|\w+) Element=<(?<name>[^>]*)>", Options, RegexMilliseconds)]
    private static partial Regex Representation();

    [GeneratedRegex(@"^(Error - Value invalid for this VR|Warning - Value dubious for this VR|Error - Illegal root for UID) - .*?\(0x(?<group>[0-9a-f]{4}),0x(?<element>[0-9a-f]{4})\).*$", Options, RegexMilliseconds)]
    private static partial Regex Value();
}
