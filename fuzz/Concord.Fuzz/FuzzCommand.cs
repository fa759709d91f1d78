using System.Diagnostics;
using System.Globalization;
using Concord.Fuzz.Engine;
using Concord.Fuzz.Targets;

namespace Concord.Fuzz;

/// <summary>The command line: <c>MINUTES [TARGET…] [--seed N] [--findings DIR] | --replay FILE [TARGET] | --list</c>.</summary>
public static class FuzzCommand
{
    private const int Fine = 0, Found = 1, Usage = 2;

    private static readonly TimeSpan HangLimit = TimeSpan.FromSeconds(30);

    /// <summary>Names of the targets.</summary>
    public static IEnumerable<string> Targets => AllTargets.All.Select(target => target.Name);

    /// <summary>Runs a number of inputs on one target: how many were run, and each finding with its input in hex.</summary>
    public static (long Inputs, IReadOnlyList<string> Findings) Try(string target, int seed, int inputs)
    {
        using var map = new CoverageMap();
        var chosen = AllTargets.All.First(one => one.Name == target);
        var run = new FuzzRun(chosen, map, seed);
        run.Go(count => count < inputs / chosen.Cost);
        (chosen as IDisposable)?.Dispose();
        return (run.Iterations, [.. run.Findings.Select(finding => $"{finding.Site}\n{finding.Message}\n{Convert.ToHexString(finding.Input)}")]);
    }

    /// <summary>Runs it; 0 when nothing was found.</summary>
    public static async Task<int> Run(string[] arguments, TextWriter output)
    {
        using var map = new CoverageMap(); // first of all: instrumented code counts into it
        var words = new Queue<string>(arguments);
        var (minutes, seed, folder, replay) = (0.0, 1, "fuzz/findings", (string?)null);
        var named = new List<FuzzTarget>();
        while (words.TryDequeue(out var word))
        {
            if (word == "--list") return await List(output);
            if (word == "--seed" && words.TryDequeue(out var number))
            {
                if (!int.TryParse(number, CultureInfo.InvariantCulture, out seed)) return await Refuse(output, number);
            }
            else if (word == "--findings" && words.TryDequeue(out var path)) folder = path;
            else if (word == "--replay" && words.TryDequeue(out var file)) replay = file;
            else if (AllTargets.All.FirstOrDefault(target => target.Name == word) is { } target) named.Add(target);
            else if (minutes == 0 && double.TryParse(word, CultureInfo.InvariantCulture, out minutes) && minutes > 0) continue;
            else return await Refuse(output, word);
        }
        if (replay is not null) return await Replay(replay, named, map, output);
        if (minutes <= 0) return await Refuse(output, "");
        return await Fuzz(named.Count > 0 ? named : AllTargets.All, TimeSpan.FromMinutes(minutes), seed, new FindingStore(folder), map, output);
    }

    private static async Task<int> Fuzz(IReadOnlyList<FuzzTarget> targets, TimeSpan time, int seed, FindingStore store, CoverageMap map, TextWriter output)
    {
        await output.WriteLineAsync($"guided by {(map.IsInstrumented ? "branches" : "what targets see")}, seed {seed}");
        var found = 0;
        foreach (var target in targets)
        {
            using var flight = new FlightRecorder(store, target.Name, HangLimit);
            var run = new FuzzRun(target, map, seed, flight.Record);
            var watch = Stopwatch.StartNew();
            run.Go(_ => watch.Elapsed < time / targets.Count);
            flight.Land();
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{target.Name,-18} {run.Iterations,9} inputs {run.Iterations / watch.Elapsed.TotalSeconds,8:F0}/s {run.CorpusCount,5} kept {map.Touched,6} seen {run.Findings.Count,3} findings  {target.Summary}"));
            foreach (var finding in run.Findings) await output.WriteLineAsync($"  {store.Keep(finding)}: {finding.Site}");
            found += run.Findings.Count;
            (target as IDisposable)?.Dispose();
        }
        return found == 0 ? Fine : Found;
    }

    private static async Task<int> Replay(string file, List<FuzzTarget> named, CoverageMap map, TextWriter output)
    {
        var target = named.FirstOrDefault() ?? AllTargets.All.FirstOrDefault(one => Path.GetFileName(file).StartsWith(one.Name + ".", StringComparison.Ordinal));
        if (target is null || !File.Exists(file)) return await Refuse(output, file);
        var finding = FuzzRun.Check(target, await File.ReadAllBytesAsync(file), map);
        await output.WriteLineAsync(finding is null ? $"{target.Name}: holds" : $"{target.Name}: {finding.Message}");
        return finding is null ? Fine : Found;
    }

    private static async Task<int> List(TextWriter output)
    {
        foreach (var target in AllTargets.All) await output.WriteLineAsync(target.Name);
        return Fine;
    }

    private static async Task<int> Refuse(TextWriter output, string word)
    {
        await output.WriteLineAsync($"fuzz: {word} is not understood: MINUTES [TARGET...] [--seed N] [--findings DIR] | --replay FILE [TARGET] | --list");
        return Usage;
    }
}
