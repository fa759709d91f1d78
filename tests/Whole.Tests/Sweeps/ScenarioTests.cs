using System.Buffers.Binary;
using Whole.Tests.Harness;
using Whole.Tests.Harness.Wire;
using Xunit.Abstractions;

namespace Whole.Tests.Sweeps;

/// <summary>Hostile peers: each scripted dialogue gets the answer the standard gives, and the server answers C-ECHO afterwards.</summary>
public sealed class ScenarioTests(ITestOutputHelper output)
{
    private const long MemoryBound = 768L << 20;

    /// <summary>Longer than the server's own ARTIM in these tests, so that silence is a verdict.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Short timers of the server, seconds: a peer that stalls is let go within the test.</summary>
    private static readonly Dictionary<string, string> ShortTimers = new() { ["CONCORD_Dicom__ArtimSeconds"] = "3", ["CONCORD_Dicom__IdleSeconds"] = "3", ["CONCORD_Dicom__RequireCalledAeTitle"] = "true" };

    /// <summary>An abort that is an answer comes before the one of the idle timer.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Scripted_dialogues_end_as_the_standard_says()
    {
        var scenarios = Scenario.AgainstScp();
        if (scenarios.Count == 0) output.WriteLine("the large corpus is absent: only the C-ECHO of our own");
        var sweep = new SweepLog(output);
        await using var concord = await ConcordServer.StartOn(null, ["--ae", "ARCHIVE"], ShortTimers);
        var slow = scenarios.Where(s => s.IsSlow).Select(s => Try(s, concord, sweep)).ToList(); // these wait for timers: beside the others
        foreach (var scenario in scenarios.Where(s => !s.IsSlow)) await Try(scenario, concord, sweep);
        await Task.WhenAll(slow);
        output.WriteLine($"{scenarios.Count} scripted attacks on the server process");
        await sweep.Try("alive", async () => Assert.Equal(0, await WireScu.Echo(concord.DicomPort, "ARCHIVE")));
        Assert.True(concord.Process.Memory() < MemoryBound, $"the server reached {concord.Process.Memory() >> 20} MiB");
        sweep.AssertClean();
    }

    private Task Try(Scenario scenario, ConcordServer concord, SweepLog sweep) => sweep.Try(scenario.Name, async () =>
    {
        using var run = await ScenarioRun.Play(concord.DicomPort, scenario, Patience, r => IsAsExpected(scenario, r));
        lock (output) output.WriteLine($"{scenario.Name,-34} {string.Join(',', run.Received.Take(6).Select(p => p.Type)),-20} {run.End,-8} expect {scenario.Expect}");
        Judge(scenario, run);
    });

    /// <summary>The words of the corpus' expectations; several, joined by "or", are alternatives; by a comma, all must hold.</summary>
    private static void Judge(Scenario scenario, ScenarioRun run)
    {
        Assert.True(IsAsExpected(scenario, run),
            $"expected {scenario.Expect}, got PDUs [{string.Join(',', run.Received.Take(8).Select(p => p.Type))}] {run.End}, status {LastStatus(run):X4}");
    }

    private static bool IsAsExpected(Scenario scenario, ScenarioRun run) => scenario.Expect.Split("-or-").Any(alternative => alternative.Split(',').All(word => Holds(word, run)));

    private static bool Holds(string expectation, ScenarioRun run) => expectation switch
    {
        "either" or "ignore" => true,
        "abort" => run.Has(7) && run.Thought < AtOnce,
        "timeout-abort" => run.Has(7),
        "close" or "abort-handled" or "timeout-close" => run.Has(7) || run.Has(6) || run.End is "closed" or "reset" or "ours",
        "reject" => run.Has(3),
        "accept" => run.Has(2),
        "accept-with-rejected-pc" => run.Has(2),
        "release" => run.Has(6),
        "echo-success" or "store-success" => LastStatus(run) == 0,
        "error" or "error-A900" or "error-A801" or "error-0118" => Status(expectation) is { } wanted ? LastStatus(run) == wanted : LastStatus(run) > 0,
        "warning" => LastStatus(run) >> 12 == 0xB,
        "answer" or "relational" => LastStatus(run) >= 0,
        _ => throw new InvalidOperationException("an expectation this test does not know: " + expectation),
    };

    private static int? Status(string expectation) =>
        expectation.Length > 6 ? Convert.ToInt32(expectation[6..], 16) : null;

    /// <summary>Status of the last DIMSE response that came; -1 for none.</summary>
    private static int LastStatus(ScenarioRun run)
    {
        foreach (var (_, body) in run.Received.Where(p => p.Type == 4).Reverse())
            for (var at = 0; at + 6 <= body.Length; at += 4 + BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(at)))
                if ((body[at + 5] & 1) != 0)
                {
                    var command = Elements.ParseImplicit(body.AsSpan(at + 6, BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(at)) - 2));
                    if (command.TryGetValue(0x00000900, out var status)) return BinaryPrimitives.ReadUInt16LittleEndian(status);
                }

        return -1;
    }
}
