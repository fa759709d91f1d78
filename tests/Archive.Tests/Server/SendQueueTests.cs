using Archive.Tests.Bundles;
using Concord.Server.Sends;
using Concord.Server.Settings;

namespace Archive.Tests.Server;

/// <summary>The queue of sends on its own, with time that goes on when told.</summary>
public sealed class SendQueueTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("concord-sends-").FullName;
    private readonly ManualTime _time = new();
    private readonly SendOptions _options = new() { RetrySeconds = 10, MaxRetrySeconds = 100, MaxAttempts = 3, MaxQueued = 5, KeepDays = 2 };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Waits_grow_until_it_is_given_up_and_what_got_something_through_starts_anew()
    {
        var queue = Open();
        Add(queue, "A");
        foreach (var (least, most) in new[] { (5, 10), (10, 20) })
        {
            Assert.InRange(PutOff(queue).TotalSeconds, least, most);
            Assert.Null(queue.TryTake(out _));
            _time.Advance(TimeSpan.FromSeconds(most));
        }
        var third = queue.TryTake(out _)!;
        Assert.True(queue.Progress(third.Number, known => known with { Sent = known.Sent + 1, Fruitless = 0 }));
        Assert.Equal(SendState.Waiting, queue.End(third.Number, new SendOutcome.PutOff("x")).State);
        for (var fruitless = 1; fruitless <= 3; fruitless++)
        {
            _time.Advance(TimeSpan.FromSeconds(100));
            var taken = queue.TryTake(out _)!;
            Assert.Equal(fruitless == 3 ? SendState.Failed : SendState.Waiting, queue.End(taken.Number, new SendOutcome.PutOff("away")).State);
        }
        var failed = queue.Find(1)!;
        Assert.Equal((6, "away", 0, 1), (failed.Attempts, failed.Problem, queue.OpenCount, queue.FailedCount));
    }

    [Fact]
    public void A_peer_that_is_away_is_left_alone_by_all_of_its_sends_and_by_no_other()
    {
        var queue = Open();
        Add(queue, "A");
        Add(queue, "A");
        Add(queue, "B");
        Assert.Equal(1, queue.TryTake(out _)!.Number);
        queue.End(1, new SendOutcome.PutOff("away", PeerIsAway: true));
        Assert.Equal(3, queue.TryTake(out _)!.Number);
        Assert.Null(queue.TryTake(out _));
        Assert.Equal(queue.Find(1)!.NextAttemptAt, queue.Find(2)!.NextAttemptAt);
        Assert.NotNull(queue.Retry(2)); // by hand: at once
        Assert.Equal(2, queue.TryTake(out _)!.Number);
    }

    [Fact]
    public void What_was_under_way_goes_on_after_a_restart_with_what_was_sent()
    {
        var queue = Open();
        Add(queue, "A");
        queue.TryTake(out _);
        using (var sent = Files().OpenSent(1))
        {
            sent.Add(17, 1000);
            sent.Add(18, 500);
            sent.Add(18, 500);
        }
        File.AppendAllText(Path.Combine(_folder, "sends", "1.sent"), "torn");
        File.WriteAllText(Path.Combine(_folder, "sends", "1.json.new"), "{");
        var again = Open();
        var send = again.Find(1)!;
        Assert.Equal((SendState.Waiting, 2, 1500L, 1), (send.State, send.Sent, send.Bytes, send.Attempts));
        using (var sent = Files().OpenSent(1)) Assert.Equal((2, true, false), (sent.Count, sent.Contains(18), sent.Contains(19)));
        Assert.Equal(32, new FileInfo(Path.Combine(_folder, "sends", "1.sent")).Length);
        Assert.Equal(1, again.TryTake(out _)!.Number);
        Assert.Equal(2, Add(again, "A")!.Number);
    }

    [Fact]
    public void A_try_that_ends_the_process_each_time_is_not_made_for_ever()
    {
        Add(Open(), "A");
        for (var start = 0; start < 3; start++) Assert.NotNull(Open().TryTake(out _));
        Assert.Equal(SendState.Failed, Open().Find(1)!.State);
    }

    [Fact]
    public void A_damaged_file_is_put_beside_and_the_others_stay()
    {
        Add(Open(), "A");
        Add(Open(), "B");
        foreach (var text in new[] { "", "{", "null", "{\"number\":1}", "{\"number\":7,\"to\":\"A\",\"study\":\"1.2\",\"who\":\"x\"}", "{\"number\":1,\"to\":\"A\",\"study\":\"no uid\",\"who\":\"x\"}" })
        {
            File.WriteAllText(Path.Combine(_folder, "sends", "1.json"), text);
            var files = Files();
            var queue = new SendQueue(files, _options, _time);
            Assert.Equal((1, true), (files.Damaged, queue.Find(1) is null && queue.Find(2) is not null));
            Assert.True(File.Exists(Path.Combine(_folder, "sends", "1.json.damaged")));
        }
    }

    [Fact]
    public void What_is_kept_is_bounded_and_numbers_are_never_given_twice()
    {
        var queue = Open();
        for (var n = 0; n < 20; n++) queue.Cancel(Add(queue, "A")!.Number);
        queue.Forget();
        Assert.Equal(6, Directory.GetFiles(Path.Combine(_folder, "sends")).Length); // as many as may be queued, and the newest
        _time.Advance(TimeSpan.FromDays(3));
        queue.Forget();
        Assert.Equal(20, Assert.Single(queue.List(long.MaxValue, null, 100)).Number);
        Assert.Equal(21, Add(Open(), "A")!.Number);
    }

    [Fact]
    public void What_is_called_off_while_it_is_under_way_waits_for_the_end_of_its_try_before_it_is_tried_again()
    {
        var queue = Open();
        Add(queue, "A");
        queue.TryTake(out _);
        Assert.Equal(SendState.Cancelled, queue.Cancel(1)!.State);
        Assert.False(queue.Progress(1, known => known));
        Assert.NotNull(queue.Retry(1));
        Assert.Null(queue.TryTake(out _));
        Assert.Equal(SendState.Waiting, queue.End(1, new SendOutcome.BrokenOff()).State);
        Assert.NotNull(queue.TryTake(out _));
    }

    private SendFiles Files() => new(_folder);

    private SendQueue Open() => new(Files(), _options, _time);

    private SendRecord? Add(SendQueue queue, string to) => queue.Add(number => new(number, _time.GetUtcNow(), "ann", "ann", to, "1.2.3", null, 0), []);

    /// <summary>Takes the next and puts it off: how long.</summary>
    private TimeSpan PutOff(SendQueue queue)
    {
        var send = queue.TryTake(out _)!;
        return queue.End(send.Number, new SendOutcome.PutOff("away")).NextAttemptAt!.Value - _time.GetUtcNow();
    }
}
