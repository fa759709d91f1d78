using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Trust.Identity;
using Concord.Trust.Policy;
using Concord.Vault.Blobs;
using Concord.Vault.Bundles;
using Concord.Vault.Commitment;
using Concord.Vault.Compression;
using Concord.Vault.Corrections;
using Concord.Vault.Decisions;
using Concord.Vault.ExtendedTags;
using Concord.Vault.Index;
using Concord.Vault.Integrity;
using Concord.Vault.Lifecycle;
using Concord.Vault.Query;
using Concord.Vault.Records;
using Concord.Vault.Replica;
using Concord.Vault.Retention;
using Concord.Vault.Sites;
using Concord.Vault.Tiers;
using Microsoft.Extensions.Logging;

namespace Concord.Vault.Receive;

/// <summary>The archive: one way in, one index, one way out. Open one per data folder; it holds the folder's lock.</summary>
public sealed class InstanceVault : IAsyncDisposable
{
    private readonly DataFolder _folder;
    private readonly BundleStore _store;
    private readonly VaultOptions _options;
    private readonly Reception _reception;
    private readonly SealWorker _sealer;
    private readonly FindingCloser _closer;
    private readonly QuotaWatch _quotas;
    private readonly CacheFiller _cache;
    private readonly Consolidator _consolidator;
    private readonly IObjectCompressor _compressor;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    private InstanceVault(
        DataFolder folder, VaultIndex index, BundleStore store, VaultExtendedTags extended, CommitmentJournal commitments, FindingsJournal findings, QuotaWatch quotas, AccessPolicy policy,
        IObjectCompressor compressor, VaultOptions options, TimeProvider time, ILogger log)
    {
        (_folder, Index, _store, _compressor, _options, _log) = (folder, index, store, compressor, options, log);
        _sealer = new(store, options, time, log);
        _consolidator = new(index, store, findings, options, time, log);
        _time = time;
        _reception = new(store, policy, quotas.Quotas, options, log);
        Query = new(index, store.Reader);
        Decisions = new(index, store, log);
        Corrections = new(index, store, log);
        ExtendedTags = extended;
        Commitments = commitments;
        Findings = findings;
        _cache = new(store.Blobs.Cache, index, log);
        _closer = new(index, store, findings, options.MaxHeadBytes, time, log);
        Repair = new(index, store, findings, _closer, new(options.ReplicaBytesPerSecond, time), log);
        _quotas = quotas;
    }

    public VaultIndex Index { get; }

    public BundleReader Bundles => _store.Reader;

    public VaultQuery Query { get; }

    /// <summary>What people and rules decide about what is kept.</summary>
    public VaultDecisions Decisions { get; }

    /// <summary>What is set right of what studies say.</summary>
    public VaultCorrections Corrections { get; }

    /// <summary>Attributes that search finds because somebody asked for them.</summary>
    public VaultExtendedTags ExtendedTags { get; }

    /// <summary>The requests for Storage Commitment.</summary>
    public CommitmentJournal Commitments { get; }

    /// <summary>Sealed bundles that are not what was sealed.</summary>
    public FindingsJournal Findings { get; }

    /// <summary>What each site keeps, and may.</summary>
    public SiteQuotas Quotas => _quotas.Quotas;

    /// <summary>Puts damaged bundles back from the replica.</summary>
    public BundleRepair Repair { get; }

    /// <summary>How many bundles are not sealed, and how long nothing came to the one of them that waits for the longest time.</summary>
    public (int Count, TimeSpan Longest) OpenBundles
    {
        get
        {
            var open = _store.Open.All;
            return (open.Count, open.Select(bundle => bundle.IdleFor).DefaultIfEmpty().Max());
        }
    }

    /// <summary>True while arrivals can be kept: index writer alive, disk writable.</summary>
    public bool IsReady => NotReady is null;

    /// <summary>One word for why the archive is not ready: <c>disk</c>, or <c>index-</c> and the index's own word; null when it is.</summary>
    public string? NotReady => !_store.Around.IsDiskHealthy ? "disk" : Index.Trouble is { } trouble ? "index-" + trouble : null;

    /// <summary>Takes the folder's lock, recovers open bundles, opens the index and brings it up to what the bundles and facts say.</summary>
    /// <exception cref="VaultException">The folder is locked by another process, cannot be written, or is of a newer version.</exception>
    public static Task<InstanceVault> Open(VaultOptions options, TimeProvider time, ILoggerFactory logs, CancellationToken cancel) =>
        Open(options, new AccessPolicy(new AccessPolicyOptions { AcceptUnknownSopClasses = options.AcceptUnknownSopClasses }), time, logs, cancel);

    /// <summary>As above, with the rule that decides who may store what.</summary>
    public static Task<InstanceVault> Open(VaultOptions options, AccessPolicy policy, TimeProvider time, ILoggerFactory logs, CancellationToken cancel) =>
        Open(options, policy, new Disk(), time, logs, cancel);

    /// <summary>As above, with what compresses objects at rest and gives them back as they came.</summary>
    public static Task<InstanceVault> Open(VaultOptions options, AccessPolicy policy, IObjectCompressor compressor, TimeProvider time, ILoggerFactory logs, CancellationToken cancel) =>
        Open(options, policy, new Disk(), time, logs, cancel, compressor);

    internal static async Task<InstanceVault> Open(
        VaultOptions options, AccessPolicy policy, Disk disk, TimeProvider time, ILoggerFactory logs, CancellationToken cancel, IObjectCompressor? compressor = null)
    {
        var log = logs.CreateLogger<InstanceVault>();
        var folder = DataFolder.Open(options.Folder, mustExist: false, disk);
        (disk.MinFreeBytes, disk.IsDirect) = (options.MinFreeBytes, options.DirectWrites);
        VaultIndex? index = null;
        BundleStore? store = null;
        VaultExtendedTags? extended = null;
        try
        {
            SourceIssuers.Remember(folder.Root, disk, options.DefaultIssuers);
            var sites = new SourceSites(options.Sites);
            SourceSites.Remember(folder, disk, options.Sites);
            extended = VaultExtendedTags.Open(folder, disk, log);
            index = await VaultIndex.Open(folder.Index, SourceIssuers.Parse(options.DefaultIssuers), sites, extended.Source, time, logs, cancel);
            extended.BeginAbove(await index.Read(ExtendedProgress.Highest, cancel));
            var isLost = (index.LastNumber == 0 && (folder.HighestBundleId() > 0 || new FileInfo(folder.Facts) is { Exists: true, Length: > 0 })) // all bundles may have been moved
                || IndexRebuild.IsUnderWay(folder);
            if (isLost) IndexRebuild.Begin(folder, disk);
            store = await BundleStore.Start(folder, disk, PortOf(index), index.LastNumber, compressor ?? NoCompressor.Instance, options, time, log, cancel);
            if (isLost) await new IndexRebuild(store, options.MaxHeadBytes).Run(null, cancel);
            await index.Enqueue(new IndexEvent.SequenceComplete(store.Around.Numbers.Last), cancel); // what start-up did not tell was never kept
            foreach (var one in store.Blobs.All) await WhileAway(one.Sweep(cancel), log);
            await WhileAway(store.Mover.FinishMarked(cancel), log);
            await WhileAway(new SeriesRefresher(index, store.Reader).Run(cancel), log);
            var commitments = CommitmentJournal.Open(folder, disk, store.Around.Threads, time);
            if (commitments.Damaged > 0) log.CommitmentsDamaged(commitments.Damaged);
            var findings = FindingsJournal.Open(folder, disk, store.Around.Threads);
            if (findings.Damaged > 0) log.FindingsDamaged(findings.Damaged);
            var quotas = await QuotaWatch.Start(new(options.SiteQuotas, sites, index.Sites), index, store, log, cancel);
            log.Opened(store.Open.All.Count, store.Around.Numbers.Last);
            return new(folder, index, store, extended, commitments, findings, quotas, policy, compressor ?? NoCompressor.Instance, options, time, log);
        }
        catch (Exception error)
        {
            store?.Dispose();
            if (index is not null) await index.DisposeAsync();
            extended?.Dispose();
            folder.Dispose();
            if (error is IOException or UnauthorizedAccessException) throw new VaultException($"The data folder {folder.Root} cannot be used: {error.Message}", error);
            throw;
        }
    }

    /// <summary>A place to gather one object's bytes within the receive budget.</summary>
    /// <param name="transferSyntax">Of a bare data set; null for a Part 10 file.</param>
    /// <param name="origin">Who brings it, when that is known already: of a site whose quota is spent nothing goes to the disk.</param>
    public IncomingInstance Begin(TransferSyntax? transferSyntax, Uid? sopClass = null, Uid? sopInstance = null, Uid? study = null, Origin? origin = null) =>
        new(_store.Budget, _store.SpoolFolder, _options.MaxObjectInMemoryBytes)
        {
            TransferSyntax = transferSyntax,
            AnnouncedSopClassUid = sopClass,
            AnnouncedSopInstanceUid = sopInstance,
            AnnouncedStudyInstanceUid = study,
            MayUseDisk = origin is null || Quotas.Refusal(origin) is null,
        };

    /// <summary>A place to gather bytes that an object will be put together from.</summary>
    public GatheredBytes BeginBytes(Origin origin) => new(Begin(null, origin: origin), _store.SpoolFolder);

    /// <summary>Keeps the object durably, or says why not. The one way in.</summary>
    public Task<StoreOutcome> Receive(IncomingInstance incoming, Origin origin, CancellationToken cancel) => _reception.Receive(incoming, origin, cancel);

    /// <summary>Rejects what is named: a study, a series of it, or one instance; durable on return. Returns how many instances went: none where nothing
    /// lives, or where a hold keeps it (<see cref="VaultDecisions.Reject"/> says which).</summary>
    public async Task<int> Delete(Uid study, Uid? series, Uid? sopInstance, string who, string why, CancellationToken cancel) =>
        await Decisions.Reject(new(study, series, sopInstance is { } one ? [one] : []), null, who, why, cancel) is DecisionOutcome.Done done ? done.Instances : 0;

    /// <summary>Takes the bytes of deleted objects, or of objects kept aside, out of a bundle: no file of the data folder's bundles has them on return, but for who still has
    /// the old file open. Whether that may be is decided before. An open bundle is sealed first.</summary>
    /// <param name="bundleId">The bundle that holds them, or that held them before it was replaced.</param>
    /// <param name="arrivalNumbers">Which; all are in that bundle, and none is live.</param>
    /// <returns>What a certificate is made of: the purged objects and the bundle's SHA-256 before and after. The fact (<c>purged</c>) in the facts log has it too.</returns>
    /// <exception cref="ArgumentException">An object is not there, or is live; nothing is changed.</exception>
    /// <exception cref="IOException">Nothing is changed; or, when the fact is in the log, it is decided and will be finished, at the next start at the latest.</exception>
    internal async Task<ReplacedBundle> Purge(long bundleId, IReadOnlySet<long> arrivalNumbers, string who, string why, CancellationToken cancel)
    {
        if (arrivalNumbers.Count == 0) throw new ArgumentException("Nothing is named.", nameof(arrivalNumbers));
        await _sealer.Seal(bundleId, cancel);
        var told = await Replace([bundleId], arrivalNumbers, who, why, cancel);
        RewriteMetrics.CountPurged(told.Purged.Count);
        _log.Purged(told.Purged.Count, told.Number);
        return told;
    }

    /// <summary>What a store is needed for that is away is put off: the archive opens without it.</summary>
    private static async Task WhileAway(Task work, ILogger log)
    {
        try
        {
#pragma warning disable VSTHRD003 // begun by the caller, in the call
            await work;
#pragma warning restore VSTHRD003
        }
        catch (StoreAwayException away)
        {
            log.StoreIsAway(away.Store, away.Reason);
        }
    }

    /// <summary>Puts the small bundles of all series together now, also of series to which something came just before. Returns how many bundles were replaced.</summary>
    public Task<int> Consolidate(CancellationToken cancel) => Consolidate(TimeSpan.Zero, cancel);

    /// <summary>As in the background: of series to which nothing came for a while.</summary>
    internal Task<int> Consolidate(TimeSpan quietFor, CancellationToken cancel) => _consolidator.Pass(quietFor, cancel);

    /// <summary>Replaces sealed bundles of one series by one.</summary>
    internal async Task<ReplacedBundle> Replace(IReadOnlyList<long> bundleIds, IReadOnlySet<long> purged, string who, string why, CancellationToken cancel)
    {
        var told = await _store.Replacements.Replace(bundleIds, purged, who, why, null, cancel);
        await Findings.ResolveReplaced(told.From.Select(from => from.BundleId), _time.GetUtcNow());
        return told;
    }

    /// <summary>Looks for files of bundles that nobody knows; done by itself at the start and every day.</summary>
    internal Task<OrphansFound> SweepOrphans(CancellationToken cancel) => _consolidator.Sweep(cancel);

    /// <summary>Seals all open bundles now.</summary>
    /// <exception cref="IOException">One of them could not be sealed; it stays open.</exception>
    public Task SealAll(CancellationToken cancel) => _sealer.SealAll(cancel);

    /// <summary>The records of the worklist; who opens them disposes of them, before the archive is closed. Once.</summary>
    /// <exception cref="IOException">They cannot be read.</exception>
    public RecordJournal OpenWorklist()
    {
        var records = RecordJournal.Open(_folder, _store.Around.Disk, _store.Around.Threads, _folder.Worklist);
        if (records.Damaged > 0) _log.RecordsDamaged(records.Damaged);
        return records;
    }

    /// <summary>How far tags are. None is ready while the index lacks what was acknowledged: that may lack their values.</summary>
    /// <exception cref="TimeoutException">The index did not answer in time.</exception>
    public async Task<IReadOnlyList<ExtendedTagState>> ReadStates(IReadOnlyList<ExtendedTag> tags, CancellationToken cancel)
    {
        var isBehind = false;
        try
        {
            await Index.WaitUntilCaughtUp(cancel);
        }
        catch (TimeoutException)
        {
            isBehind = true;
        }
        return await Index.Read(session =>
        {
            var through = isBehind ? -1 : ExtendedProgress.FilledThrough(session);
            return tags.Select(tag => (Tag: tag, Progress: ExtendedProgress.Of(session, tag.Number)))
                .Select(one => new ExtendedTagState(one.Tag, one.Tag.Number <= through, one.Progress.Done, one.Progress.All, one.Progress.Unreadable)).ToList();
        }, cancel);
    }

    /// <summary>What fills extended tags; who makes one runs it, and ends it before the archive is closed. One at a time.</summary>
    public ExtendedTagFiller NewExtendedTagFiller(TimeProvider time) => new(ExtendedTags, Index, _store.Reader, time, _log);

    /// <summary>What carries out approved purges; who makes one runs it, and ends it before the archive is closed. One at a time.</summary>
    public PurgeWorker NewPurgeWorker(LifecycleOptions options, TimeProvider time) => new(Index, _store, options, Purge, _sealer.Seal, time, _log);

    /// <summary>What reads the sealed bundles again; who makes one runs it, and ends it before the archive is closed. One at a time.</summary>
    public Scrubber NewScrubber(TimeProvider time) => new(Index, _store, Findings, Repair, _closer, _options, time, _log);

    /// <summary>What keeps the replica; who makes one runs it, and ends it before the archive is closed. One at a time.</summary>
    public Replicator NewReplicator(TimeProvider time) => new(
        Index, _store, new(_folder, _store.Around.Threads, [(_folder.Facts, () => _store.Facts.End), (_folder.Integrity, () => Findings.End)]), _options, time, _log);

    /// <summary>What lets retention rules act, and says what they would do; who makes one runs it, and ends it before the archive is closed. One at a time.</summary>
    public RetentionRunner NewRetention(RetentionOptions options, TimeProvider time) => new(Index, Decisions, _store.Around, options, time, _log);

    /// <summary>What compresses objects at rest; who makes one runs it, and ends it before the archive is closed. One at a time.</summary>
    public SeriesCompressor NewCompressor(CompressionOptions options, TimeProvider time) => new(Index, _store, Findings, _compressor, _sealer.Seal, options, time, _log);

    /// <summary>What moves bundles between stores; who makes one runs it, and ends it before the archive is closed. One at a time.</summary>
    public TierMover NewTierMover(TierOptions options, TimeProvider time) => new(Index, _store, options, time, _log);

    /// <summary>The stores that still hold something of a bundle, by name: what was purged from it is gone when there is none.</summary>
    /// <exception cref="StoreAwayException">A store cannot be asked.</exception>
    public Task<IReadOnlyList<string>> FindCopies(long bundleId, CancellationToken cancel) => _store.Blobs.FindCopies(bundleId, cancel);

    /// <summary>Closes the archive; call it when no more objects are on their way. Open bundles stay open and are gone on with at the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        await _consolidator.DisposeAsync();
        await _sealer.DisposeAsync();
        await _quotas.DisposeAsync();
        await _cache.DisposeAsync();
        try
        {
            if (!Index.IsHealthy) return;
            await _store.Around.Index.WaitUntilCaughtUp(CancellationToken.None);
            _store.MarkFacts();
        }
        catch (Exception error) when (error is IOException or TimeoutException)
        {
            _log.FactsNotMarked(error); // all facts are told again at the next start
        }
        finally
        {
            _store.Dispose();
            Commitments.Dispose();
            Findings.Dispose();
            await Index.DisposeAsync();
            ExtendedTags.Dispose();
            _folder.Dispose();
        }
    }

    internal static IndexPort PortOf(VaultIndex index) => new(
        index.Enqueue,
        async (study, series, cancel) => [.. (await index.FindAllBundles(study, series, cancel)).Select(bundle => bundle.BundleId)],
        index.FindBundle,
        index.FindHolder,
        () => index.HasRoom,
        cancel => WaitUntilCaughtUp(index, cancel));

    /// <summary>However long it takes, as long as the writer lives: nobody at the other end of a wire waits here.</summary>
    private static async Task WaitUntilCaughtUp(VaultIndex index, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                await index.WaitUntilCaughtUp(cancel);
                return;
            }
            catch (TimeoutException) when (index.IsHealthy)
            {
                cancel.ThrowIfCancellationRequested();
            }
        }
    }
}
