using System.Net;
using Whole.Tests.Harness;
using Whole.Tests.Harness.Wire;
using Xunit.Abstractions;

namespace Whole.Tests.Crash;

/// <summary>The first promise: nothing acknowledged is ever lost, and nothing half-stored is ever seen.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Associations = 8;
    private const int SlicesEach = 40;
    private const int Doomed = 12;
    private const int MostLateMilliseconds = 40;
    private static readonly int Rounds = Repository.All ? 200 : 3;

    /// <summary>Eight associations and STOW-RS send, readers read, everything is sealed every second, objects are deleted; then SIGKILL, at a moment of no one's choosing.</summary>
    [Fact]
    public async Task Every_acknowledged_object_survives_kill_9_at_any_moment_and_no_reader_is_told_wrong()
    {
        await using var concord = await ConcordServer.Start("--seal-after", "1", "--allow-delete");
        var sent = new List<CrashSender>();
        var random = new Random(20261126);
        for (var round = 0; round < Rounds; round++)
        {
            var senders = Enumerable.Range(0, Associations + 1).Select(n => new CrashSender(TestObject.Series(SlicesEach, o => o with { Size = 32 << (n % 4) }))).ToArray();
            var doomed = TestObject.Series(Doomed);
            (await concord.Web.Stow([.. doomed.Select(o => o.Part10())])).AllStored();
            var deleter = new CrashDeleter(doomed);
            var answers = await SendAndKill(concord, senders, deleter, killAt: random.Next(1, Associations * SlicesEach - 20), random.Next(MostLateMilliseconds), sealToo: round % 2 == 1);
            sent.AddRange(senders);
            await concord.Launch();
            foreach (var sender in senders) await AssertWhole(concord, sender);
            await deleter.AssertKept(concord);
            output.WriteLine($"round {round + 1}: {senders.Sum(s => s.Acknowledged.Count)} acknowledged, {answers} answers to readers, {deleter.Deleted.Count} deleted");
        }

        foreach (var sender in sent) await AssertWhole(concord, sender);
        foreach (var sender in sent.TakeLast(3 * (Associations + 1))) await Resend(concord, sender);
        await concord.Seal();
        var before = await Snapshot.Take(concord);
        await concord.Stop();
        await ConcordCli.Run("verify", "--data", concord.Data);
        await ConcordCli.Run("reindex", "--data", concord.Data);
        await concord.Launch();
        Assert.Equal(before, await Snapshot.Take(concord));
    }

    /// <summary>How many whole answers readers got.</summary>
    private static async Task<int> SendAndKill(ConcordServer concord, CrashSender[] senders, CrashDeleter deleter, int killAt, int lateMilliseconds, bool sealToo)
    {
        var count = 0;
        var due = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stop = new CancellationTokenSource();
        var readers = senders.Select(sender => new CrashReader(sender)).ToArray();
        List<Task> running = [.. senders[1..].Select(sender => sender.Send(concord.DicomPort, Count)), senders[0].Stow(concord.Web, Count), deleter.Delete(concord), .. readers.Select(reader => reader.Read(concord, stop.Token))];
        await due.Task.WaitAsync(TimeSpan.FromMinutes(1));
        if (sealToo) running.Add(concord.Web.Client.PostAsync(new Uri(concord.Http, "/api/seal"), null).ContinueWith(_ => { }, TaskScheduler.Default));
        await Task.Delay(lateMilliseconds);
        await concord.Kill();
        await stop.CancelAsync();
        await Task.WhenAll(running).WaitAsync(TimeSpan.FromMinutes(1));
        return readers.Sum(reader => reader.Answers);

        void Count()
        {
            if (Interlocked.Increment(ref count) == killAt) due.SetResult();
        }
    }

    /// <summary>All acknowledged is there with its bytes; all that is seen was sent, and is whole; the counts say the same.</summary>
    private static async Task AssertWhole(ConcordServer concord, CrashSender sender)
    {
        var series = sender.Slices[0].SeriesPath;
        var (status, parts) = await concord.Web.RetrieveParts(series, DicomWeb.AnySyntax);
        Assert.True(status == HttpStatusCode.OK || (status == HttpStatusCode.NotFound && sender.Acknowledged.Count == 0), $"{status} for {sender.Acknowledged.Count} acknowledged");
        var there = parts.ToDictionary(p => DataSetBytes.SopInstanceUid(p.Body), p => p.Body, StringComparer.Ordinal);
        Assert.Empty(sender.Acknowledged.Except(there.Keys));
        var all = sender.Slices.ToDictionary(s => s.SopUid, StringComparer.Ordinal);
        foreach (var (uid, bytes) in there) DataSetBytes.AssertSame(all[uid].DataSet(), DataSetBytes.Of(bytes), "after the crash");
        var found = await concord.Web.Query(series + "/instances");
        Assert.Equal(there.Keys.Order(StringComparer.Ordinal), found.Select(i => i.Text("00080018")).Order(StringComparer.Ordinal));
        if (there.Count == 0) return;
        Assert.Equal(there.Count, Assert.Single(await concord.Web.Query($"{sender.Slices[0].StudyPath}/series")).Number("00201209"));
        Assert.Equal(there.Count, (await concord.Web.Metadata(series)).Count);
    }

    /// <summary>A modality sends all of it again after a crash: success for each, and each is there once.</summary>
    private static async Task Resend(ConcordServer concord, CrashSender sender)
    {
        var again = new CrashSender(sender.Slices);
        await again.Send(concord.DicomPort, () => { });
        Assert.Equal(SlicesEach, again.Acknowledged.Count);
        Assert.Equal(SlicesEach, (await concord.Web.Query(sender.Slices[0].SeriesPath + "/instances")).Count);
    }
}
