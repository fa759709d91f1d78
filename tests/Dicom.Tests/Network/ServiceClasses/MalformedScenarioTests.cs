using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text.Json;
using Concord.Network;
using Dicom.Tests.Network.Support;
using Xunit.Abstractions;

namespace Dicom.Tests.Network.ServiceClasses;

/// <summary>Replays the corpus' attacks on an acceptor: no hang, no crash, and the next peer is served. Alone, for it measures the memory of the process.</summary>
[Collection(nameof(LargeObjects))]
public sealed class MalformedScenarioTests(ITestOutputHelper output)
{
    private const int AtOnce = 24; // most of them wait for a timer of the acceptor

    private const int SlowMilliseconds = 100; // a byte at a time: slow enough for limits of seconds

    private sealed record Step(string? Send, string? Wait, string? Close, int Delay, int Repeat, int Chunk);

    private sealed record Scenario(string Name, string Expect, List<Step> Steps);

    [Fact]
    public async Task Every_scenario_ends_as_expected_and_the_next_peer_is_served()
    {
        if (Corpus.Root is null)
        {
            output.WriteLine("The corpus is not here");
            return;
        }
        var archive = new ScriptedArchive();
        var storage = new MemoryStorage();
        await using var host = await DicomHost.Start(storage, archive, archive, options => (options.ArtimSeconds, options.IdleSeconds) = (3, 2));
        var client = new DicomClient(host.Peer, new() { AeTitle = "TESTER", ResponseSeconds = 10 });
        var failures = new ConcurrentQueue<string>();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await Parallel.ForEachAsync(Load(), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (scenario, _) =>
        {
            var (answers, ended) = await Play(scenario, host.Port);
            var line = $"{scenario.Name}: {string.Join(',', answers.Take(8))} {ended}, expected {scenario.Expect}";
            lock (output) output.WriteLine(line);
            if (!Fits(scenario, answers, ended)) failures.Enqueue(line);
            if (!(await client.Echo(default)).IsSuccess) failures.Enqueue("No echo after " + scenario.Name);
        });
        foreach (var line in host.Log.Lines.Where(line => line.StartsWith("Error", StringComparison.Ordinal))) failures.Enqueue(line);
        output.WriteLine($"{Load().Count} scripted attacks on our acceptor");
        storage.Stored.Clear();
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 32 << 20);
        Assert.True(failures.IsEmpty, string.Join("\n", failures));
    }

    /// <summary>Every way in which an association's end is told counts as an end; answers are judged where the wire alone decides them.</summary>
    private static bool Fits(Scenario scenario, List<string> answers, string ended)
    {
        if (ended == "still open") return false;
        if (scenario.Name == "assoc_ae_unknown") return true; // who is called is not looked at by default
        return scenario.Expect switch
        {
            "accept" => answers.Contains("2"),
            "reject" => answers.Contains("3"),
            "abort" => answers.Contains("7") || answers.Count <= 2,
            "reject-or-abort" or "abort-or-reject" => answers.Contains("3") || answers.Contains("7"),
            "abort-or-close" or "close" or "timeout-close" => true,
            "timeout-abort" => answers.Contains("7"),
            "echo-success" or "store-success" or "echo-success,release" => answers.Contains("4"),
            "accept-with-rejected-pc" => answers.Contains("2"),
            _ => true,
        };
    }

    private static async Task<(List<string> Answers, string Ended)> Play(Scenario scenario, int port)
    {
        var answers = new List<string>();
        using var peer = await ScriptedPeer.Connect(port);
        try
        {
            foreach (var step in scenario.Steps)
            {
                if (step.Send is { } file) await Send(peer, Corpus.Read("malformed/pdu/" + file), step);
                else if (step.Close == "fin") peer.CloseSending();
                else if (step.Close == "rst")
                {
                    peer.Reset();
                    return (answers, "we reset");
                }
                else if (step.Wait is not null)
                {
                    answers.Add($"{await peer.ReceiveType()}");
                    if (answers[^1] is "0" or "3" or "7") break;
                }
            }
            while (answers is not [.., "0"] && answers.Count < 2000) answers.Add($"{await peer.ReceiveType()}");
            return (answers, answers is [.., "0"] ? "closed" : "still open");
        }
        catch (SocketException)
        {
            return (answers, "reset");
        }
        catch (TimeoutException)
        {
            return (answers, "still open");
        }
    }

    private static async Task Send(ScriptedPeer peer, byte[] bytes, Step step)
    {
        for (var i = 0; i < step.Repeat; i++)
        {
            foreach (var chunk in bytes.Chunk(step.Chunk == 0 ? Math.Max(bytes.Length, 1) : step.Chunk))
            {
                await peer.Send(chunk);
                if (step.Delay >= SlowMilliseconds) await Task.Delay(SlowMilliseconds);
            }
        }
    }

    private static List<Scenario> Load()
    {
        using var json = JsonDocument.Parse(Corpus.Read("malformed/scenarios.json"));
        return [.. json.RootElement.EnumerateArray().Where(one => one.GetProperty("role").GetString() == "scu").Select(one => new Scenario(
            one.GetProperty("name").GetString()!, one.GetProperty("expect").GetString()!, [.. one.GetProperty("steps").EnumerateArray().Select(step => new Step(
                Text(step, "send"), Text(step, "wait"), Text(step, "close"), Number(step, "delay_ms", 0), Number(step, "repeat", 1), Number(step, "chunk", 0)))]))];
    }

    private static string? Text(JsonElement step, string name) => step.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static int Number(JsonElement step, string name, int otherwise) => step.TryGetProperty(name, out var value) ? value.GetInt32() : otherwise;
}
