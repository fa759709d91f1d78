using System.Globalization;
using Whole.Tests.Harness;
using Xunit.Abstractions;

namespace Whole.Tests.Sweeps;

/// <summary>Our own user side against peers that answer wrong: an error in time, never a hang and never a false success.</summary>
public sealed class HostileScpTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(100);

    [Fact]
    public async Task Peers_that_answer_wrong_are_an_error_in_time()
    {
        using var folder = new TempFolder("scu");
        await File.WriteAllBytesAsync(folder["one.dcm"], TestObject.New().Part10());
        var sweep = new SweepLog(output);
        foreach (var scenario in Scenario.AgainstScu().Where(s => Repository.All || s.Expect is not ("timeout" or "either")))
            await sweep.Try(scenario.Name, async () =>
            {
                using var peer = new HostileScp();
                using var stop = new CancellationTokenSource(Limit);
                var serving = peer.Serve(scenario, stop.Token);
                var address = string.Create(CultureInfo.InvariantCulture, $"HOSTILE@127.0.0.1:{peer.Port}");
                var run = await ToolRun.Run("dotnet", [Repository.CliDll, .. Verb(scenario, address, folder["one.dcm"])], Limit);
                await stop.CancelAsync();
                await serving;
                output.WriteLine($"{scenario.Name}: exit {run.ExitCode} {run.Errors.Trim()}");
                if (scenario.Expect is not ("either" or "close")) Assert.True(run.ExitCode != 0, "a false success: " + run.All);
                Assert.DoesNotContain("   at ", run.All, StringComparison.Ordinal);
            });
        if (Repository.SharedCorpus is not null) sweep.AssertClean();
        else output.WriteLine("the large corpus is absent: nothing played");
    }

    private static string[] Verb(Scenario scenario, string address, string file) => scenario.Name switch
    {
        var n when n.StartsWith("scp_find", StringComparison.Ordinal) => ["find", "--from", address, "--level", "study", "PatientID=X"],
        "scp_abort_mid_store" => ["store", "--to", address, file],
        _ => ["echo", address],
    };
}
