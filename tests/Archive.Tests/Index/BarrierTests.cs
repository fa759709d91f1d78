using Archive.Tests.Bundles;
using Concord.Vault.Index;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Archive.Tests.Index;

public sealed class BarrierTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly string _folder = Directory.CreateTempSubdirectory("concord-barrier-").FullName;
    private readonly ManualTime _time = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Nobody_waits_when_nothing_is_pending()
    {
        await using var index = await Open();
        Assert.True(index.WaitUntilCaughtUp(default).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Who_asks_does_not_wait_for_company()
    {
        await using var index = await Open(); // its time stands still: only the barrier hurries the commit
        await index.Enqueue(Arrival.Of(1), default);
        await index.WaitUntilCaughtUp(default).WaitAsync(Patience);
        Assert.Equal(1, index.HighestNumber);
    }

    [Fact]
    public async Task Everything_enqueued_before_by_anyone_is_committed()
    {
        await using var index = await VaultIndex.Open(_folder, TimeProvider.System, NullLoggerFactory.Instance, default);
        var number = 0L;
        await Parallel.ForEachAsync(Enumerable.Range(0, 400), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, cancel) =>
        {
            var mine = Interlocked.Increment(ref number);
            await index.Enqueue(Arrival.Of(mine, study: i % 5, series: i % 7), cancel);
            await index.WaitUntilCaughtUp(cancel);
            Assert.NotEmpty(await index.FindBundlesOfInstance(Arrival.SopUid(mine), cancel));
        });
        Assert.Equal(400, index.HighestNumber);
    }

    [Fact]
    public async Task The_barrier_gives_up_after_five_seconds_and_the_writer_waits_for_whoever_holds_the_database()
    {
        var dialect = new Dialect { BusySeconds = 1 };
        var session = new SqlSession(dialect.OpenWriter(_folder));
        Schema.Migrate(session, dialect);
        var waits = new WaitCount(2);
        using var commit = new IndexCommit(session, dialect, SourceIssuers.None, Concord.Vault.Sites.SourceSites.None, new(), _time, waits);
        await using var writer = new IndexWriter(commit, _time, NullLogger.Instance);
        using (var backup = new SqlSession(new Dialect().OpenWriter(_folder)))
        {
            backup.Begin(); // holds the write lock
            await writer.Enqueue(new IndexEvent.InstanceArrived(Arrival.Row(1)), default);
            var waiting = writer.WaitUntilCaughtUp(default);
            await waits.Reach(Patience); // the writer is in the store now: a timer that fires cannot run it on this thread
            _time.Advance(TimeSpan.FromSeconds(4));
            Assert.False(waiting.IsCompleted);
            _time.Advance(TimeSpan.FromSeconds(1.1));
            await Assert.ThrowsAsync<TimeoutException>(() => waiting.WaitAsync(Patience));
            backup.Rollback();
        }
        await writer.WaitUntilCaughtUp(default).WaitAsync(Patience);
        Assert.True(writer.IsHealthy);
        Assert.Equal(1, commit.Highest);
    }

    [Fact]
    public async Task A_writer_whose_store_fails_says_so_at_once()
    {
        var session = new SqlSession(new Dialect().OpenWriter(_folder));
        Schema.Migrate(session, new Dialect());
        using var commit = new IndexCommit(session, new Dialect(), SourceIssuers.None, Concord.Vault.Sites.SourceSites.None, new(), _time, NullLogger.Instance);
        await using var writer = new IndexWriter(commit, _time, NullLogger.Instance);
        session.Connection.Close();
        await writer.Enqueue(new IndexEvent.InstanceArrived(Arrival.Row(1)), default);
        await Assert.ThrowsAsync<IndexUnavailableException>(() => writer.WaitUntilCaughtUp(default).WaitAsync(Patience));
        Assert.False(writer.IsHealthy);
        await Assert.ThrowsAsync<IndexUnavailableException>(() => writer.WaitUntilCaughtUp(default));
        await Assert.ThrowsAsync<IndexUnavailableException>(async () => await writer.Enqueue(new IndexEvent.InstanceArrived(Arrival.Row(2)), default));
    }

    [Fact]
    public async Task An_index_of_a_newer_version_is_refused()
    {
        await (await Open()).DisposeAsync();
        using (var session = new SqlSession(new Dialect().OpenWriter(_folder))) session.Execute("INSERT INTO schema_version (version) VALUES (99)");
        await Assert.ThrowsAsync<Concord.Vault.Receive.VaultException>(Open);
    }

    /// <summary>Counts what the commit logs: each time it found the database held.</summary>
    private sealed class WaitCount(int wanted) : ILogger
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _count;

        public Task Reach(TimeSpan patience) => _reached.Task.WaitAsync(patience);

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (Interlocked.Increment(ref _count) == wanted) _reached.TrySetResult();
        }
    }

    private Task<VaultIndex> Open() => VaultIndex.Open(_folder, _time, NullLoggerFactory.Instance, CancellationToken.None);
}
