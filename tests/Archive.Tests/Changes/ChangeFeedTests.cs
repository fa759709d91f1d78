using Archive.Tests.Index;
using Concord.Vault.Changes;
using Concord.Vault.Index;

namespace Archive.Tests.Changes;

public sealed class ChangeFeedTests
{
    [Fact]
    public async Task Numbers_are_contiguous_and_replay_adds_none()
    {
        var events = new[]
        {
            Arrival.Of(1), Arrival.Of(2), Arrival.Aside(3, sop: 1), Arrival.Deletion(4, Arrival.Row(2)),
            new IndexEvent.BundleSealed(101, "ab", 10, 3, DateTimeOffset.UnixEpoch),
        };
        await using var test = await TestIndex.With(events);
        await test.Add(events);
        await test.Reopen();
        await test.Add(events);
        var feed = new ChangeFeed(test.Index);
        var changes = await feed.Read(0, 100, default);
        Assert.Equal(["1 stored", "2 stored", "3 kept-aside", "4 deleted", "5 sealed"], changes.Select(change => $"{change.ChangeNumber} {change.Kind}"));
        Assert.Equal(5, feed.LastNumber);
        Assert.Equal(("SENDER", Arrival.SopUid(2)), (changes[1].Who, changes[1].SopInstanceUid));
        Assert.Equal(("tester", "test"), (changes[3].Who, changes[3].Why));
        Assert.Equal(Arrival.SeriesUid(1), changes[4].SeriesInstanceUid);
    }

    [Fact]
    public async Task Any_page_of_the_feed_can_be_read()
    {
        await using var test = await TestIndex.Open();
        for (var i = 0; i < 10; i++) await test.Add(Enumerable.Range((i * 10) + 1, 10).Select(n => Arrival.Of(n)));
        var feed = new ChangeFeed(test.Index);
        for (var after = 0; after <= 100; after += 7)
            Assert.Equal(Enumerable.Range(after + 1, Math.Min(15, 100 - after)).Select(n => (long)n), (await feed.Read(after, 15, default)).Select(change => change.ChangeNumber));
    }

    [Fact]
    public async Task A_waiting_reader_is_woken_by_the_commit()
    {
        await using var test = await TestIndex.With([Arrival.Of(1)]);
        var feed = new ChangeFeed(test.Index);
        var waiting = feed.ReadOrWait(1, 10, TimeSpan.FromSeconds(30), default);
        Assert.False(waiting.IsCompleted);
        await test.Add(Arrival.Of(2));
        Assert.Equal(2, Assert.Single(await waiting.WaitAsync(TimeSpan.FromSeconds(10))).ChangeNumber);
    }

    [Fact]
    public async Task A_waiting_reader_gives_up_after_its_time()
    {
        await using var test = await TestIndex.With([Arrival.Of(1)]);
        Assert.Empty(await new ChangeFeed(test.Index).ReadOrWait(1, 10, TimeSpan.FromMilliseconds(30), default).WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task A_cursor_is_durable_and_never_goes_back()
    {
        await using var test = await TestIndex.With([Arrival.Of(1)]);
        var feed = new ChangeFeed(test.Index);
        Assert.Equal(0, await feed.ReadCursor("forwarder", default));
        await feed.MoveCursor("forwarder", 5, default);
        await feed.MoveCursor("forwarder", 3, default);
        await test.Reopen();
        Assert.Equal(5, await new ChangeFeed(test.Index).ReadCursor("forwarder", default));
    }
}
