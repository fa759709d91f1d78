using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Xunit.Abstractions;

namespace Whole.Tests.Harness;

/// <summary>The files of the sweeps: the large corpus where it is, else the fixtures of the repository.</summary>
internal static class Corpus
{
    private static readonly Lazy<List<CorpusFile>> Loaded = new(Load);
    private static readonly Lazy<Dictionary<string, string>> Names = new(LoadNames);

    public static string Root { get; } = Repository.SharedCorpus ?? Repository.At("tests", "Fixtures");

    public static IReadOnlyList<CorpusFile> Files => Loaded.Value;

    /// <summary>Patient names as independent tools read them, by path.</summary>
    public static IReadOnlyDictionary<string, string> PatientNames => Names.Value;

    /// <summary>All of the files (<c>--all</c>), or a sample that has every transfer syntax, SOP class, modality and character set; says which.</summary>
    public static List<CorpusFile> Sweep(IEnumerable<CorpusFile> files, ITestOutputHelper output)
    {
        var all = files.ToList();
        var taken = Repository.All ? all : Sample(all);
        output.WriteLine($"{taken.Count} of {all.Count} files of {(Repository.SharedCorpus is null ? "tests/Fixtures (the large corpus is absent)" : "the large corpus")}");
        return taken;
    }

    /// <summary>Batches in which no SOP Instance UID comes twice: the corpus keeps one object in many encodings.</summary>
    public static List<List<CorpusFile>> WithoutRepeats(IEnumerable<CorpusFile> files)
    {
        var batches = new List<(HashSet<string> Seen, List<CorpusFile> Files)>();
        foreach (var file in files)
        {
            var at = batches.FindIndex(b => !b.Seen.Contains(file.SopUid));
            if (at < 0)
            {
                batches.Add((new(StringComparer.Ordinal), []));
                at = batches.Count - 1;
            }

            batches[at].Seen.Add(file.SopUid);
            batches[at].Files.Add(file);
        }

        return [.. batches.Select(b => b.Files)];
    }

    private static List<CorpusFile> Sample(List<CorpusFile> files)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. files.Where(IsNews)];

        bool IsNews(CorpusFile file)
        {
            var before = seen.Count;
            seen.UnionWith(["t" + file.TransferSyntax, "c" + file.SopClass, "m" + file.Modality, "s" + file.Charset]);
            return seen.Count > before;
        }
    }

    private static List<CorpusFile> Load()
    {
        var rows = Repository.SharedCorpus is null ? FixtureRows() : [.. Csv.Read(Path.Combine(Root, "manifest.csv"))];
        var facts = Facts([.. rows.Select(r => Path.Combine(Root, r["path"]))]);
        return [.. rows.Zip(facts).Select(p => new CorpusFile(p.First["path"], Path.Combine(Root, p.First["path"]), p.First["modality"], p.First["charset"], p.First["struct"], p.Second)
        {
            TransferSyntax = p.First["transfer_syntax"],
        })];
    }

    private static List<Dictionary<string, string>> FixtureRows()
    {
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "manifest.json")));
        return [.. manifest.RootElement.EnumerateArray().Where(e => e.TryGetProperty("transfer_syntax", out _))
            .Select(e => e.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ToString(), StringComparer.Ordinal))];
    }

    private static Dictionary<string, string> LoadNames()
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Repository.SharedCorpus is null)
        {
            foreach (var row in FixtureRows().Where(r => r.GetValueOrDefault("patientName", "").Length > 0)) names[row["path"]] = row["patientName"];
            return names;
        }

        using (var oracle = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "oracle", "patient_name_unicode.json"))))
            foreach (var entry in oracle.RootElement.EnumerateObject())
                if (Agreed(entry.Value) is { } name) names[entry.Name] = name;
        using var synthetic = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "synthetic", "charset", "expected.json")));
        foreach (var entry in synthetic.RootElement.EnumerateObject())
            if (entry.Value.TryGetProperty("PatientName", out var name) && name.GetString() is { Length: > 0 } text) names["synthetic/" + entry.Name] = text;
        return names;
    }

    /// <summary>The reading both tools share, or the only one there is.</summary>
    private static string? Agreed(JsonElement entry)
    {
        var (one, other) = (entry.GetProperty("pydicom").GetString() ?? "", entry.GetProperty("dcmtk").GetString() ?? "");
        if (entry.GetProperty("agree").GetBoolean() || other.Length == 0) return one.Length > 0 ? one : null;
        return one.Contains('\u001b', StringComparison.Ordinal) || one.Contains('\ufffd', StringComparison.Ordinal) ? other : one;
    }

    private static List<Dictionary<string, string>> Facts(List<string> paths)
    {
        using var folder = new TempFolder("corpus");
        File.WriteAllLines(folder["paths"], paths);
        var start = new ProcessStartInfo("/usr/bin/python3", [Repository.At("tests", "Whole.Tests", "Oracle", "facts.py"), folder["paths"]])
        {
            RedirectStandardOutput = true, UseShellExecute = false, StandardOutputEncoding = Encoding.UTF8,
        };
        using var oracle = Process.Start(start)!;
        var facts = new List<Dictionary<string, string>>();
        while (oracle.StandardOutput.ReadLine() is { } line)
            facts.Add(JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(line)!.ToDictionary(p => p.Key, p => p.Value.ToString(), StringComparer.Ordinal));
        Assert.True(oracle.WaitForExit(ToolRun.DefaultTimeout) && facts.Count == paths.Count, "pydicom answered for each file");
        return facts;
    }
}
