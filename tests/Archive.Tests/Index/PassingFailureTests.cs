using Archive.Tests.Bundles;
using Concord.Vault.Index;
using Microsoft.Extensions.Logging;

namespace Archive.Tests.Index;

/// <summary>A store that fails and works again: nothing that was handed over is lost, nobody waits for ever, no restart is needed.</summary>
public sealed class PassingFailureTests : IDisposable
{
    private const int Failed = 3205; // the log's number of a failed commit
    private const string Unlimited = "PRAGMA max_page_count=1073741823";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly string _folder = Directory.CreateTempSubdirectory("concord-passing-").FullName;
    private readonly ManualTime _time = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("PRAGMA max_page_count=1", Unlimited, "full")] // not below what there is: no page more
    [InlineData("PRAGMA query_only=ON", "PRAGMA query_only=OFF", "read-only")]
    public async Task The_writer_says_why_goes_on_trying_and_indexes_everything_once_the_store_works_again(string breaks, string mends, string word)
    {
        var (session, log) = Open();
        using var commit = new IndexCommit(session, new Dialect(), SourceIssuers.None, Concord.Vault.Sites.SourceSites.None, new(), _time, log);
        session.Query(breaks).Dispose();
        await using var writer = new IndexWriter(commit, _time, log);
        for (var i = 1; i <= 300; i++) await writer.Enqueue(Arrival.Of(i, study: i, series: i), default);
        await Pass(() => log.Failures > 3);
        Assert.Equal((word, false, true), (writer.Trouble, writer.IsHealthy, writer.HasRoom));
        Assert.Equal((0, 0), (commit.Highest, commit.LastChange));

        log.OnFailure = () => session.Query(mends).Dispose(); // on the writer's thread: the session is its own
        await Pass(() => writer.IsHealthy);
        await writer.Enqueue(Arrival.Of(301), default);
        await writer.WaitUntilCaughtUp(default).WaitAsync(Patience);
        Assert.Equal((301, 301, 301), (commit.LowWater, commit.LastChange, session.Number("SELECT COUNT(*) FROM locator") ?? 0)); // each once
        Assert.Null(writer.Trouble);
    }

    [Fact]
    public async Task Who_asks_meanwhile_is_told_after_five_seconds_and_what_finds_no_place_is_refused_and_indexed_all_the_same()
    {
        var (session, log) = Open();
        using var commit = new IndexCommit(session, new Dialect(), SourceIssuers.None, Concord.Vault.Sites.SourceSites.None, new(), _time, log);
        session.Query("PRAGMA query_only=ON").Dispose();
        await using var writer = new IndexWriter(commit, _time, log);
        await writer.Enqueue(Arrival.Of(1), default);
        await Pass(() => log.Failures > 0);
        var asks = Enumerable.Range(0, 5000).Select(_ => writer.WaitUntilCaughtUp(default)).ToArray(); // more than the queue holds
        var last = 1;
        while (writer.HasRoom)
        {
            var handedOver = writer.Enqueue(Arrival.Of(++last), default);
            Assert.True(handedOver.IsCompletedSuccessfully); // nobody waits while there is room
        }
        List<Task> late = [];
        while (late.Count < 3)
            if (writer.Enqueue(Arrival.Of(++last), default).AsTask() is { IsCompleted: false } waits) late.Add(waits);
        _time.Advance(TimeSpan.FromSeconds(5.1));
        foreach (var ask in asks.Concat(late)) Assert.IsNotType<IndexUnavailableException>(await Assert.ThrowsAsync<TimeoutException>(() => ask.WaitAsync(Patience)));
        Assert.False(writer.HasRoom);

        log.OnFailure = () => session.Query("PRAGMA query_only=OFF").Dispose();
        await Pass(() => writer.IsHealthy);
        await writer.WaitUntilCaughtUp(default).WaitAsync(Patience);
        Assert.Equal((last, 0), (commit.LowWater, writer.Pending));
        Assert.True(writer.HasRoom);
    }

    [Fact]
    public async Task Who_reads_meanwhile_does_not_wait_and_once_the_store_works_reads_what_was_handed_over()
    {
        var (session, log) = Open();
        using var commit = new IndexCommit(session, new Dialect(), SourceIssuers.None, Concord.Vault.Sites.SourceSites.None, new(), _time, log);
        session.Query("PRAGMA query_only=ON").Dispose();
        await using var writer = new IndexWriter(commit, _time, log);
        await writer.Enqueue(Arrival.Of(1), default);
        var early = writer.WaitForReading(default); // before or after the first failure: it ends with it
        await Pass(() => log.Failures > 0);
        await early.WaitAsync(Patience);
        for (var i = 0; i < 5000; i++) Assert.True(writer.WaitForReading(default).IsCompletedSuccessfully); // leaves no mark in the queue either
        Assert.Equal(("read-only", 1), (writer.Trouble, writer.Pending));

        log.OnFailure = () => session.Query("PRAGMA query_only=OFF").Dispose();
        await Pass(() => writer.IsHealthy);
        await writer.Enqueue(Arrival.Of(2), default);
        await writer.WaitForReading(default).WaitAsync(Patience);
        Assert.Equal((2, 0), (commit.LowWater, writer.Pending));
    }

    [Fact]
    public async Task A_writer_that_is_closed_while_its_store_fails_does_not_wait_for_it()
    {
        var (session, log) = Open();
        using var commit = new IndexCommit(session, new Dialect(), SourceIssuers.None, Concord.Vault.Sites.SourceSites.None, new(), _time, log);
        session.Query("PRAGMA query_only=ON").Dispose();
        var writer = new IndexWriter(commit, _time, log);
        await writer.Enqueue(Arrival.Of(1), default);
        await Pass(() => log.Failures > 0);
        await writer.DisposeAsync().AsTask().WaitAsync(Patience);
        Assert.Equal("ended", writer.Trouble);
        Assert.Equal(0, commit.Highest); // start-up tells it again
    }

    [Fact]
    public async Task Damage_does_not_pass_and_ends_the_writer()
    {
        long root;
        using (var made = Open().Session) root = made.Number("SELECT rootpage FROM sqlite_schema WHERE name = 'locator'")!.Value;
        using (var file = File.OpenHandle(Path.Combine(_folder, Dialect.FileName), FileMode.Open, FileAccess.Write))
            RandomAccess.Write(file, Enumerable.Repeat((byte)0xFF, 4096).ToArray(), (root - 1) * 4096);
        var (session, log) = Open();
        using var commit = new IndexCommit(session, new Dialect(), SourceIssuers.None, Concord.Vault.Sites.SourceSites.None, new(), _time, log);
        await using var writer = new IndexWriter(commit, _time, log);
        await writer.Enqueue(Arrival.Of(1), default);
        await Assert.ThrowsAsync<IndexUnavailableException>(() => writer.WaitUntilCaughtUp(default).WaitAsync(Patience));
        await Assert.ThrowsAsync<IndexUnavailableException>(() => writer.WaitForReading(default).WaitAsync(Patience));
        Assert.Equal(("ended", false, 0), (writer.Trouble, writer.HasRoom, log.Failures));
    }

    [Fact]
    public async Task Who_opens_an_index_that_only_the_disk_keeps_from_opening_is_not_told_to_make_it_anew()
    {
        Directory.CreateDirectory(Path.Combine(_folder, Dialect.FileName)); // SQLITE_CANTOPEN
        var refused = await Assert.ThrowsAsync<Concord.Vault.Receive.VaultException>(() =>
            VaultIndex.Open(_folder, _time, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance, default));
        Assert.Contains("now: cannot-open", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("reindex", refused.Message, StringComparison.Ordinal);
    }

    private (SqlSession Session, FailureLog Log) Open()
    {
        var session = new SqlSession(new Dialect().OpenWriter(_folder));
        Schema.Migrate(session, new Dialect());
        return (session, new());
    }

    /// <summary>Lets time pass until something is so.</summary>
    private async Task Pass(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!isSo())
        {
            patience.Token.ThrowIfCancellationRequested();
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    /// <summary>Counts the failures that are logged, on the thread and at the moment where the writer has let go of its session.</summary>
    private sealed class FailureLog : ILogger
    {
        private int _failures;

        public int Failures => Volatile.Read(ref _failures);

        public Action? OnFailure { get; set; }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Id != Failed) return;
            OnFailure?.Invoke();
            Interlocked.Increment(ref _failures);
        }
    }
}
