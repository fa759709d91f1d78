using System.Globalization;
using System.Text.Json;
using Whole.Tests.Harness;
using Xunit.Abstractions;

namespace Whole.Tests.Sweeps;

/// <summary><c>concord validate</c> beside <c>dciodvfy</c>: findings of one file are compared by kind and tag (docs/validation.md).</summary>
public sealed class DciodvfyTests(ITestOutputHelper output)
{
    private sealed class Tally
    {
        public int Both { get; set; }

        public int OnlyTheirs { get; set; }

        public int OnlyOurs { get; set; }
    }

    /// <summary>Reviewed figures: what is agreed may not become less, what is not may not become more. Other corpora and versions of dciodvfy have others.</summary>
    [Fact]
    public async Task Agreement_with_dciodvfy_does_not_fall()
    {
        var files = Corpus.Sweep(Corpus.Files.Where(file => file.IsReadable), output);
        var tallies = new SortedDictionary<string, Tally>(StringComparer.Ordinal);
        var compared = 0;
        foreach (var (file, ours) in files.Zip(await Ours(files)))
        {
            if (ours is null || await Dciodvfy.Findings(file.FullPath) is not { } theirs) continue;
            compared++;
            Compare(file.Path, ours, theirs, tallies);
        }

        output.WriteLine($"{compared} files compared");
        foreach (var (kind, tally) in tallies) output.WriteLine($"{kind},{tally.Both},{tally.OnlyTheirs},{tally.OnlyOurs}");
        Assert.True(compared > 0, "dciodvfy knew no file at all");
        if (Repository.SharedCorpus is not null) AssertNotWorse(tallies);
    }

    private static void AssertNotWorse(SortedDictionary<string, Tally> tallies)
    {
        var scope = Repository.All ? "all" : "sample";
        var reviewed = Csv.Read(Repository.At("tests", "Whole.Tests", "Oracle", "dciodvfy.csv")).Where(row => row["files"] == scope).ToList();
        Assert.NotEmpty(reviewed);
        foreach (var row in reviewed)
        {
            var tally = tallies.GetValueOrDefault(row["kind"]) ?? new Tally();
            Assert.True(tally.Both >= Number(row["both"]), $"{row["kind"]}: both find {tally.Both}, it was {row["both"]}");
            Assert.True(tally.OnlyTheirs <= Number(row["only_dciodvfy"]), $"{row["kind"]}: only dciodvfy finds {tally.OnlyTheirs}, it was {row["only_dciodvfy"]}");
            Assert.True(tally.OnlyOurs <= Number(row["only_concord"]), $"{row["kind"]}: only concord finds {tally.OnlyOurs}, it was {row["only_concord"]}");
        }

        static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
    }

    private void Compare(string path, HashSet<(string Kind, string Tag)> ours, HashSet<(string Kind, string Tag)> theirs, SortedDictionary<string, Tally> tallies)
    {
        // we say once, and the stronger, what it says for each module
        theirs = [.. theirs.Select(found => found.Kind == "missing-2" && ours.Contains(("missing-1", found.Tag)) ? ("missing-1", found.Tag) : found)];
        foreach (var (kind, tag) in ours.Union(theirs))
        {
            if (!tallies.TryGetValue(kind, out var tally)) tallies[kind] = tally = new();
            if (!ours.Contains((kind, tag))) tally.OnlyTheirs++;
            else if (!theirs.Contains((kind, tag))) tally.OnlyOurs++;
            else tally.Both++;
            if (!ours.Contains((kind, tag)) || !theirs.Contains((kind, tag))) output.WriteLine($"{path}: {kind} {tag} only by {(ours.Contains((kind, tag)) ? "concord" : "dciodvfy")}");
        }
    }

    /// <summary>One run over all files; null for a file that could not be read.</summary>
    private static async Task<List<HashSet<(string Kind, string Tag)>?>> Ours(List<CorpusFile> files)
    {
        var run = await ConcordCli.Try(["validate", "--json", "--level", "note", .. files.Select(file => file.FullPath)]);
        var byFile = new Dictionary<string, HashSet<(string, string)>>(StringComparer.Ordinal);
        foreach (var line in run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var parsed = JsonDocument.Parse(line);
            if (!parsed.RootElement.TryGetProperty("file", out var name)) continue;
            var found = byFile[name.GetString()!] = [];
            foreach (var finding in parsed.RootElement.GetProperty("findings").EnumerateArray())
                if (Dciodvfy.Ours(Text(finding, "severity"), Text(finding, "rule"), Text(finding, "path"), Text(finding, "message")) is { } one) found.Add(one);
        }

        return [.. files.Select(file => byFile.GetValueOrDefault(file.FullPath))];

        static string Text(JsonElement finding, string property) => finding.GetProperty(property).GetString()!;
    }
}
