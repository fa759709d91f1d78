using System.Runtime.CompilerServices;
using Concord.Dicom.DataElements;
using Concord.Vault.Bundles;
using Concord.Vault.ExtendedTags;
using Concord.Vault.Receive;
using Concord.Vault.Sites;
using Microsoft.Extensions.Logging;

namespace Concord.Vault.Index;

/// <summary>The index: wide rows for patient, study, series and bundle, a locator for instances, the change feed. One writer, any readers.</summary>
public sealed class VaultIndex : IAsyncDisposable
{
    /// <summary>Longest a look-up may take.</summary>
    private static readonly TimeSpan LookUpLimit = TimeSpan.FromSeconds(10);

    private const int BundlesPerPage = 512;

    private readonly IndexCommit _commit;
    private readonly IndexWriter _writer;

    private VaultIndex(IndexCommit commit, IndexWriter writer, ReaderPool readers, ExtendedTagSource extended, TimeProvider time) =>
        (_commit, _writer, Readers, Extended, Time) = (commit, writer, readers, extended, time);

    /// <summary>Every event up to this number is indexed, or never was: what must be replayed at start lies above. 0 for an empty index.</summary>
    /// <remarks>Events come out of order and are committed as they come, so some above it may be indexed too; replaying them does no harm.
    /// New numbers do not start here but above <see cref="LastNumber"/>.</remarks>
    public long HighestNumber => _commit.LowWater;

    /// <summary>The highest number of any event that was indexed; numbers to be given start above it, and above those of bundles and facts.</summary>
    public long LastNumber => _commit.Highest;

    /// <summary>The number of the newest change in the feed.</summary>
    public long LastChangeNumber => _commit.LastChange;

    /// <summary>Events that could not be indexed and were set aside.</summary>
    public long SetAsideCount => _commit.SetAside;

    /// <summary>Events handed over and not yet committed.</summary>
    public long PendingCount => _writer.Pending;

    /// <summary>False while the writer's store fails, and once the writer has ended on a fault that does not pass.</summary>
    public bool IsHealthy => _writer.IsHealthy;

    /// <summary>One word for what keeps the index from being written: <c>full</c>, <c>io</c>, <c>read-only</c>, <c>cannot-open</c>, <c>busy</c>, <c>ended</c>; null when nothing does.</summary>
    public string? Trouble => _writer.Trouble;

    /// <summary>False while so much waits to be indexed that nothing more may be acknowledged.</summary>
    internal bool HasRoom => _writer.HasRoom;

    /// <summary>What each site keeps, as committed.</summary>
    internal SiteUsage Sites => _commit.Usage;

    internal ReaderPool Readers { get; }

    internal TimeProvider Time { get; }

    /// <summary>The extended tags that rows are made with.</summary>
    internal ExtendedTagSource Extended { get; }

    /// <summary>Signals each commit that added changes.</summary>
    internal CommitSignal Commits { get; } = new();

    /// <summary>Opens or makes the index in a folder and brings its schema up to date.</summary>
    /// <exception cref="VaultException">The index cannot be opened, or was made by a newer version.</exception>
    public static Task<VaultIndex> Open(string folder, TimeProvider time, ILoggerFactory logs, CancellationToken cancel) =>
        Open(folder, SourceIssuers.None, SourceSites.None, new(), time, logs, cancel);

    /// <summary>As above, with the issuers of sources whose objects name none, the sites that objects come from, and the extended tags.</summary>
    internal static Task<VaultIndex> Open(
        string folder, SourceIssuers issuers, SourceSites sites, ExtendedTagSource extended, TimeProvider time, ILoggerFactory logs, CancellationToken cancel) =>
        Task.Run(() => Open(folder, issuers, sites, extended, time, logs.CreateLogger<VaultIndex>()), cancel);

    /// <summary>Hands an event to the writer; waits only while the queue is full. Called before the answer goes out.</summary>
    /// <exception cref="TimeoutException">There was no place within 5 s; the event is indexed once there is. Or (<see cref="IndexUnavailableException"/>) the writer has ended.</exception>
    public ValueTask Enqueue(IndexEvent indexEvent, CancellationToken cancel)
    {
        var turn = Extended.Enter();
        try
        {
            return _writer.Enqueue(Slim(indexEvent, Extended.Current), cancel);
        }
        finally
        {
            Extended.Leave(turn);
        }
    }

    /// <summary>Waits until everything enqueued before the call is committed.</summary>
    /// <exception cref="TimeoutException">Not within 5 s, or (<see cref="IndexUnavailableException"/>) never.</exception>
    public Task WaitUntilCaughtUp(CancellationToken cancel) => _writer.WaitUntilCaughtUp(cancel);

    /// <summary>As <see cref="WaitUntilCaughtUp"/>, but does not wait while the index cannot be written (<see cref="Trouble"/>): queries and retrievals then
    /// go on with what it has.</summary>
    /// <exception cref="TimeoutException">Not within 5 s though it can be written, or (<see cref="IndexUnavailableException"/>) never.</exception>
    internal Task WaitForReading(CancellationToken cancel) => _writer.WaitForReading(cancel);

    /// <summary>The bundles of a series, or of all series of a study when <paramref name="series"/> is null; oldest first. Those without a
    /// live entry are left out.</summary>
    public Task<IReadOnlyList<BundleRow>> FindBundles(Uid study, Uid? series, CancellationToken cancel) => series is null
        ? Bundles("WHERE study_uid = @1 AND live_entries > 0 ORDER BY first_arrival, bundle_id", cancel, study.ToString())
        : Bundles("WHERE study_uid = @1 AND series_uid = @2 AND live_entries > 0 ORDER BY first_arrival, bundle_id", cancel, study.ToString(), series.ToString());

    /// <summary>As <see cref="FindBundles"/>, those without a live entry included.</summary>
    internal Task<IReadOnlyList<BundleRow>> FindAllBundles(Uid study, Uid? series, CancellationToken cancel) => series is null
        ? Bundles("WHERE study_uid = @1 ORDER BY first_arrival, bundle_id", cancel, study.ToString())
        : Bundles("WHERE study_uid = @1 AND series_uid = @2 ORDER BY first_arrival, bundle_id", cancel, study.ToString(), series.ToString());

    /// <summary>Bundles that may hold an instance, by the locator: candidates, verify against the bundle.</summary>
    public Task<IReadOnlyList<BundleRow>> FindBundlesOfInstance(Uid sopInstance, CancellationToken cancel) => Bundles(
        $"WHERE bundle_id IN ({BundleRows.OfLocator} WHERE l.uid_hash = @1) ORDER BY first_arrival, bundle_id", cancel, LocatorHash.Of(sopInstance));

    /// <summary>Every bundle, for verify, reindex and start-up; also those whose entries are all deleted.</summary>
    public async IAsyncEnumerable<BundleRow> ListBundles([EnumeratorCancellation] CancellationToken cancel)
    {
        var last = long.MinValue;
        while (true)
        {
            var page = await Bundles("WHERE bundle_id > @1 ORDER BY bundle_id LIMIT @2", cancel, last, (long)BundlesPerPage);
            foreach (var bundle in page) yield return bundle;
            if (page.Count < BundlesPerPage) yield break;
            last = page[^1].BundleId;
        }
    }

    /// <summary>The sealed bundle with the lowest number above <paramref name="after"/>; null when there is none.</summary>
    public async Task<BundleRow?> FindSealedBundle(long after, CancellationToken cancel) =>
        await Bundles("WHERE bundle_id > @1 AND sha256 IS NOT NULL ORDER BY bundle_id LIMIT 1", cancel, after) is [var first] ? first : null;

    /// <summary>A bundle by its number; null when the index does not know it, or it was replaced.</summary>
    public async Task<BundleRow?> FindBundle(long bundleId, CancellationToken cancel) => await Bundles("WHERE bundle_id = @1", cancel, bundleId) is [var only] ? only : null;

    /// <summary>The bundle that holds what a bundle held: itself, unless it was replaced; null when nothing of it is left.</summary>
    public Task<long?> FindHolder(long bundleId, CancellationToken cancel) => Read(
        session => session.Number("SELECT into_id FROM replaced_bundle WHERE bundle_id = @1", bundleId) switch
        {
            null => bundleId,
            0 => (long?)null,
            var into => into,
        }, cancel);

    /// <summary>The bundles of a series that were replaced, and so are gone, in the order of their replacement; with the bundle that holds now what each
    /// held, null when nothing is left. Who keeps copies of bundles elsewhere asks after a change <c>replaced</c> or <c>purged</c>.</summary>
    public Task<IReadOnlyList<(long BundleId, long? Into)>> FindReplacedBundles(Uid study, Uid series, CancellationToken cancel) => Read<IReadOnlyList<(long, long?)>>(session =>
    {
        var found = new List<(long, long?)>();
        using var rows = session.Query(
            "SELECT bundle_id, into_id FROM replaced_bundle WHERE study_uid = @1 AND series_uid = @2 ORDER BY number, bundle_id", study.ToString(), series.ToString());
        while (rows.Read()) found.Add((rows.GetInt64(0), rows.GetInt64(1) is var into and not 0 ? into : null));
        return found;
    }, cancel);

    /// <summary>All bundles of a study, those without a live entry included, by their numbers.</summary>
    internal Task<IReadOnlyList<BundleRow>> FindBundlesOfStudy(Uid study, CancellationToken cancel) => Bundles("WHERE study_uid = @1 ORDER BY bundle_id", cancel, study.ToString());

    /// <summary>The sealed bundles of a series with all their bytes, those without a live entry included.</summary>
    internal Task<IReadOnlyList<BundleRow>> FindSealedBundles(Uid study, Uid series, CancellationToken cancel) =>
        Bundles("WHERE study_uid = @1 AND series_uid = @2 AND sha256 IS NOT NULL ORDER BY bundle_id", cancel, study.ToString(), series.ToString());

    /// <summary>When the sealed bundle was checked that was not for the longest time, and how many were not since a moment; null when there is none.</summary>
    public Task<(DateTimeOffset Oldest, long Count)?> FindUnchecked(DateTimeOffset since, CancellationToken cancel) => Read<(DateTimeOffset, long)?>(session =>
        session.Number("SELECT MIN(COALESCE(checked_at, sealed_at)) FROM bundle WHERE sha256 IS NOT NULL") is { } oldest
            ? (DateTimeOffset.FromUnixTimeMilliseconds(oldest),
                session.Number("SELECT COUNT(*) FROM bundle WHERE sha256 IS NOT NULL AND COALESCE(checked_at, sealed_at) < @1", since.ToUnixTimeMilliseconds()) ?? 0)
            : null, cancel);

    /// <summary>How much there is; one look, not for every request.</summary>
    public Task<IndexStatistics> ReadStatistics(CancellationToken cancel) => Read(session =>
    {
        using var row = session.Query("""
            SELECT (SELECT COUNT(*) FROM patient), COUNT(*), COALESCE(SUM(series), 0), COALESCE(SUM(instances), 0), COALESCE(SUM(bytes), 0),
              (SELECT COUNT(*) FROM bundle), (SELECT COUNT(*) FROM kept_aside) FROM study
            """);
        row.Read();
        return new IndexStatistics(
            row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), SetAsideCount);
    }, cancel);

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        Readers.Dispose();
        _commit.Dispose();
    }

    /// <summary>Series whose values are those of an instance since deleted.</summary>
    internal Task<List<(Uid Study, Uid Series)>> FindStaleSeries(int most, CancellationToken cancel) => Read(session =>
    {
        var found = new List<(Uid, Uid)>();
        using var rows = session.Query("""
            SELECT s.study_uid, x.series_uid FROM series x JOIN study s ON s.study_key = x.study_key WHERE x.is_stale = 1 ORDER BY x.series_key LIMIT @1
            """, (long)most);
        while (rows.Read()) found.Add((Uid.Parse(rows.GetString(0)), Uid.Parse(rows.GetString(1))));
        return found;
    }, cancel);

    /// <summary>Series of at least so many bundles, behind <paramref name="after"/>.</summary>
    internal Task<IReadOnlyList<SeriesKey>> FindSeriesOfManyBundles(int least, SeriesKey? after, int limit, CancellationToken cancel) =>
        Read(session => BundleLists.SeriesOfMany(session, least, after, limit), cancel);

    /// <summary>All bundles of a series, and when something last came to each.</summary>
    internal Task<IReadOnlyList<(BundleRow Row, DateTimeOffset LastAt)>> ListBundlesOfSeries(SeriesKey key, CancellationToken cancel) =>
        Read(session => BundleLists.OfSeries(session, key), cancel);

    /// <summary>Bundles of higher numbers than one, by number, and when something last came to each.</summary>
    internal Task<IReadOnlyList<(BundleRow Row, DateTimeOffset LastAt)>> ListBundlesBehind(long bundleId, int limit, CancellationToken cancel) =>
        Read(session => BundleLists.Behind(session, bundleId, limit), cancel);

    /// <summary>The bundles there are from one number to another.</summary>
    internal Task<HashSet<long>> ListBundleIds(long first, long last, CancellationToken cancel) => Read(session => BundleLists.Ids(session, first, last), cancel);

    /// <summary>Those of the arrivals that were purged.</summary>
    internal Task<HashSet<long>> FindPurged(IReadOnlyList<long> arrivals, CancellationToken cancel) => Read(session => BundleLists.Purged(session, arrivals), cancel);

    /// <summary>Reads with a bound on the time it may take.</summary>
    internal Task<T> Read<T>(Func<SqlSession, T> read, CancellationToken cancel) => Readers.Read(read, LookUpLimit, Time, cancel);

    private static VaultIndex Open(string folder, SourceIssuers issuers, SourceSites sites, ExtendedTagSource extended, TimeProvider time, ILogger log)
    {
        var dialect = new Dialect();
        SqlSession? session = null;
        try
        {
            Directory.CreateDirectory(folder);
            session = new(dialect.OpenWriter(folder));
            Schema.Migrate(session, dialect);
            var commit = new IndexCommit(session, dialect, issuers, sites, extended, time, log);
            log.IndexOpened(commit.LowWater, commit.LastChange);
            var index = new VaultIndex(commit, new(commit, time, log), new(dialect, folder), extended, time);
            commit.Changed = index.Commits.Raise;
            return index;
        }
        catch (Exception exception) when (exception is System.Data.Common.DbException or IOException or UnauthorizedAccessException)
        {
            session?.Dispose();
            throw new VaultException(dialect.PassingFailure(exception) is { } reason
                ? $"The index cannot be opened now: {reason}. It is not damaged; see to the disk and start again."
                : "The index cannot be opened; 'concord reindex' makes it anew from the bundles.", exception);
        }
    }

    /// <summary>On the caller's thread: keeps of the head what rows are made of, so that a full queue holds no heads.</summary>
    private static IndexEvent Slim(IndexEvent indexEvent, ExtendedTagSet extended) => indexEvent switch
    {
        IndexEvent.InstanceArrived arrived => arrived with { Row = Slim(arrived.Row, extended) },
        IndexEvent.InstanceRestored restored => restored with { Row = Slim(restored.Row, extended) },
        IndexEvent.InstanceKeptAside aside => aside with { Row = aside.Row with { Head = new() } },
        _ => indexEvent,
    };

    private static InstanceRow Slim(InstanceRow row, ExtendedTagSet extended) => row with { Head = HeadCopy.Slim(row.Head, extended), Extended = extended };

    private Task<IReadOnlyList<BundleRow>> Bundles(string condition, CancellationToken cancel, params object?[] values) =>
        Read<IReadOnlyList<BundleRow>>(session =>
        {
            var found = new List<BundleRow>();
            using var rows = session.Query($"{BundleRows.Select} {condition}", values);
            while (rows.Read()) found.Add(BundleRows.Of(rows));
            return found;
        }, cancel);
}
