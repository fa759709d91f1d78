using System.Diagnostics;
using Concord.Fuzz.Mutation;

namespace Concord.Fuzz.Engine;

/// <summary>Runs one target over inputs grown from its seeds; what touches something new is kept and changed further. The same seed runs the same inputs.</summary>
/// <param name="beforeEach">Told of each input before it runs: what to keep should the process not survive it.</param>
internal sealed class FuzzRun(FuzzTarget target, CoverageMap map, int seed, Action<byte[]>? beforeEach = null)
{
    private const int MaxCorpus = 4096, MaxStacked = 6, MaxFindings = 25;

    private readonly Random _random = new(seed);
    private readonly List<byte[]> _corpus = [];
    private readonly Dictionary<string, Finding> _findings = new(StringComparer.Ordinal);
    private readonly Mutator[] _mutators = [.. target.Mutators, .. ByteMutators.All];

    public long Iterations { get; private set; }

    public int CorpusCount => _corpus.Count;

    public IReadOnlyCollection<Finding> Findings => _findings.Values;

    /// <summary>Tries the seeds, and more inputs as long as <paramref name="goesOn"/> says so.</summary>
    /// <param name="more">Inputs found earlier.</param>
    public void Go(Func<long, bool> goesOn, IEnumerable<byte[]>? more = null)
    {
        map.Reset();
        foreach (var input in target.Seeds()) Try(input, keep: true);
        foreach (var input in more ?? []) Try(input, keep: false);
        while (goesOn(Iterations) && _findings.Count < MaxFindings) Try(Next(), keep: false);
    }

    /// <summary>Runs one input; the finding it is, or null.</summary>
    public static Finding? Check(FuzzTarget target, byte[] input, CoverageMap map)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            map.Begin();
            target.Run(input, map);
        }
        catch (Exception failure)
        {
            return new(target.Name, SiteOf(failure), failure.ToString(), input);
        }
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        var bound = (target.Allocation.PerByte * input.Length) + target.Allocation.Constant;
        return allocated <= bound ? null : new(target.Name, "allocation", $"{allocated} bytes allocated for {input.Length} of input; the bound is {bound}", input);
    }

    private void Try(byte[] input, bool keep)
    {
        Iterations++;
        beforeEach?.Invoke(input);
        var finding = Check(target, input, map);
        if (finding is not null) _findings.TryAdd(finding.Site, finding);
        if (keep || (finding is null && map.Merge())) Keep(input); // seeds always: there must be something to change
    }

    private void Keep(byte[] input)
    {
        if (_corpus.Count < MaxCorpus) _corpus.Add(input);
        else _corpus[_random.Next(MaxCorpus)] = input;
    }

    private byte[] Next()
    {
        // half of the time one of the latest: what was new just now is where something new is near
        var from = _random.Next(2) == 0 ? _random.Next(_corpus.Count) : Math.Max(0, _corpus.Count - 1 - _random.Next(32));
        var input = _corpus[from];
        for (var stacked = 1 + _random.Next(MaxStacked); stacked > 0; stacked--)
        {
            var other = _corpus[_random.Next(_corpus.Count)];
            input = _mutators[_random.Next(_mutators.Length)](input, other, _random);
        }
        return input.Length <= target.MaxLength ? input : input[..target.MaxLength];
    }

    private static string SiteOf(Exception failure)
    {
        var frame = new StackTrace(failure).GetFrames().Select(frame => frame.GetMethod())
            .FirstOrDefault(method => method?.DeclaringType?.FullName?.StartsWith("Concord.", StringComparison.Ordinal) == true && method.DeclaringType != typeof(FuzzException));
        return $"{failure.GetType().Name} {(failure is FuzzException ? failure.Message.Split(':')[0] : "")} {frame?.DeclaringType?.Name}.{frame?.Name}";
    }
}
