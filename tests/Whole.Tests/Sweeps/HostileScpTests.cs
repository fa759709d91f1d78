using System.Collections.Concurrent;
using System.Globalization;
using Whole.Tests.Harness;
using Xunit.Abstractions;

namespace Whole.Tests.Sweeps;

/// <summary>Our own user side, the real command, against peers that answer wrong: an error in time, never a hang and never a false success.</summary>
public sealed class HostileScpTests(ITestOutputHelper output)
{
    private const int AtOnce = 4, WaitSeconds = 3, MostRows = 100;

    private const byte Abort = 7;

    /// <summary>Longer than any wait that the command is told, start-up on a busy machine included.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Every_scripted_acceptor_gets_an_error_in_time()
    {
        using var folder = new TempFolder("scu");
        await File.WriteAllBytesAsync(folder["one.dcm"], TestObject.New().Part10());
        var scenarios = Scenario.AgainstScu();
        var sweep = new SweepLog(output);
        var lines = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(scenarios, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (scenario, _) =>
            await sweep.Try(scenario.Name, async () => lines.Enqueue(await Play(scenario, folder["one.dcm"]))));
        foreach (var line in lines.Order(StringComparer.Ordinal)) output.WriteLine(line);
        output.WriteLine($"{scenarios.Count} scripted acceptors, {lines.Count} played to their end");
        if (Repository.SharedCorpus is not null) sweep.AssertClean();
        else output.WriteLine("the large corpus is absent: nothing played");
    }

    private static async Task<string> Play(Scenario scenario, string file)
    {
        using var peer = new HostileScp();
        using var stop = new CancellationTokenSource(Limit);
        var serving = peer.Serve(scenario, stop.Token);
        var address = string.Create(CultureInfo.InvariantCulture, $"HOSTILE@127.0.0.1:{peer.Port}");
        var run = await ToolRun.Run("dotnet", [Repository.CliDll, .. Verb(scenario, address, file), "--timeout", $"{WaitSeconds}"], Limit);
        await stop.CancelAsync();
        await serving;
        if (scenario.Expect is not ("either" or "close" or "limit")) Assert.True(run.ExitCode != 0, "a false success: " + run.All);

        if (scenario.Expect == "limit") Assert.Equal((0, MostRows), (run.ExitCode, run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
        if (scenario.Expect == "abort") Assert.Contains(Abort, peer.Received);
        Assert.DoesNotContain("   at ", run.All, StringComparison.Ordinal);
        return $"{scenario.Name,-26} expect {scenario.Expect,-8} exit {run.ExitCode} {run.Errors.Trim()}";
    }

    private static string[] Verb(Scenario scenario, string address, string file) => scenario.Name switch
    {
        var n when n.StartsWith("scp_find", StringComparison.Ordinal) => ["find", "--from", address, "--level", "study", "--json", "--limit", $"{MostRows}", "PatientID=X"],
        "scp_abort_mid_store" => ["store", "--retries", "0", "--to", address, file],
        _ => ["echo", address],
    };
}
