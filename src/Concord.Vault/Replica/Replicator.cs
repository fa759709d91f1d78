using Concord.Dicom.DataElements;
using Concord.Vault.Blobs;
using Concord.Vault.Bundles;
using Concord.Vault.Changes;
using Concord.Vault.Index;
using Concord.Vault.Integrity;
using Concord.Vault.Receive;
using Microsoft.Extensions.Logging;

namespace Concord.Vault.Replica;

/// <summary>Copies every sealed bundle to the replica, and what is in no bundle: it follows the change feed with a cursor of its own, in which the replica's id is part
/// of the name, so that another replica begins at the beginning.</summary>
/// <remarks>One <see cref="Run"/> at a time. Nothing waits in memory: what is still to be copied is what lies behind the cursor.</remarks>
public sealed class Replicator
{
    private const int ChangesAtOnce = 1000;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    /// <summary>Arrivals come in crowds, and each is a change: what comes within this time is followed in one go.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromSeconds(1);

    private readonly VaultIndex _index;
    private readonly BundleStore _store;
    private readonly ChangeFeed _feed;
    private readonly JournalCopies _journals;
    private readonly ReplicaPass _pass;
    private readonly ScrubPace _pace;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private ReplicatorState _state;

    internal Replicator(VaultIndex index, BundleStore store, JournalCopies journals, VaultOptions options, TimeProvider time, ILogger log)
    {
        (_index, _store, _journals, _time, _log) = (index, store, journals, time, log);
        _feed = new(index);
        _pace = new(options.ReplicaBytesPerSecond, time);
        _pass = new(index, store, this, options, time, log);
        _state = new(store.Blobs.Replica is not null, null, 0, 0, 0, 0, null);
    }

    public bool IsOn => _store.Blobs.Replica is not null;

    public ReplicatorState State => Volatile.Read(ref _state) with { Lag = Math.Max(0, _feed.LastNumber - Volatile.Read(ref _state).Cursor) };

    private string Consumer => "replica-" + _store.Blobs.ReplicaId;

    /// <summary>Copies until it is told to stop; returns at once when there is no replica.</summary>
    /// <exception cref="OperationCanceledException">It was told to stop.</exception>
    public async Task Run(CancellationToken cancel)
    {
        if (!IsOn) return;
        while (true)
        {
            if (await TryTurn(cancel))
            {
                await _feed.ReadOrWait(State.Cursor, 1, LookEvery, cancel);
                await Task.Delay(Gather, _time, cancel);
            }
            else
            {
                await Task.Delay(RetryAfter, _time, cancel);
            }
        }
    }

    /// <summary>Follows the feed to its end, once, and when it is time reads the replica again.</summary>
    /// <exception cref="StoreAwayException">The replica is not there.</exception>
    internal async Task Turn(CancellationToken cancel)
    {
        var replica = _store.Blobs.Replica!;
        if (await replica.FindTrouble(cancel) is { } trouble) throw new StoreAwayException(replica.Name, trouble);
        var cursor = await _feed.ReadCursor(Consumer, cancel);
        Set(State with { Cursor = cursor, Trouble = null });
        await _journals.Copy(replica, cancel);
        while (await _feed.Read(cursor, ChangesAtOnce, cancel) is { Count: > 0 } changes)
        {
            await Follow(changes, cancel);
            cursor = changes[^1].ChangeNumber;
            await _journals.Copy(replica, cancel);
            await _feed.MoveCursor(Consumer, cursor, cancel);
            Set(State with { Cursor = cursor });
        }
        Set(State with { CaughtUpAt = _time.GetUtcNow() });
        await _pass.Turn(replica, cancel);
    }

    /// <summary>Copies a sealed bundle unless it is there. False when what was sealed cannot be read: scrubbing finds that, and the next pass over the replica tries again.</summary>
    /// <exception cref="IOException">The replica does not take it, or a store is away.</exception>
    internal async Task<bool> Ensure(BundleRow bundle, bool isDamaged, CancellationToken cancel)
    {
        var replica = _store.Blobs.Replica!;
        if (!isDamaged && (await replica.Find(bundle.BundleId, cancel))?.Length == bundle.Bytes) return true;
        var from = _store.Blobs.Of(bundle.BundleId);
        try
        {
            await using var source = await _store.Around.Threads.Run(() => CopySource.Open(from, bundle.BundleId, bundle.Bytes, _pace));
            await replica.Put(bundle.BundleId, new(bundle.Bytes, bundle.Sha256!, bundle.SealedAt), source, cancel);
        }
        catch (BlobSourceException error)
        {
            if (_store.Blobs.Of(bundle.BundleId) != from) return await Ensure(bundle, isDamaged, cancel); // it moved in this very moment
            if (await _index.FindHolder(bundle.BundleId, cancel) != bundle.BundleId) return true; // it was replaced: that is told of in the feed
            _log.NotCopied(bundle.BundleId, error);
            Set(State with { Failed = State.Failed + 1 });
            ReplicaMetrics.CountFailed();
            return false;
        }
        ReplicaMetrics.CountCopied(bundle.Bytes);
        Set(State with { Bundles = State.Bundles + 1, Bytes = State.Bytes + bundle.Bytes });
        return true;
    }

    private async Task<bool> TryTurn(CancellationToken cancel)
    {
        try
        {
            await Turn(cancel);
            return true;
        }
#pragma warning disable CA1031 // one turn's trouble is not the archive's: it is told, and tried again
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            var trouble = error is StoreAwayException away ? $"{away.Store}-{away.Reason}" : Disk.IsFull(error) ? "full" : "io";
            if (State.Trouble != trouble) _log.ReplicaTrouble(trouble, error);
            Set(State with { Trouble = trouble });
            return false;
        }
        finally
        {
            ReplicaMetrics.SetLag(State.Lag);
        }
    }

    private async Task Follow(IReadOnlyList<Change> changes, CancellationToken cancel)
    {
        var series = new HashSet<(Uid Study, Uid Series)>();
        foreach (var change in changes)
            if (change.Kind is "sealed" or "repaired" or "replaced" or "purged") series.Add((change.StudyInstanceUid, change.SeriesInstanceUid));
        foreach (var (study, one) in series)
        {
            foreach (var bundle in await _index.FindSealedBundles(study, one, cancel)) await Ensure(bundle, isDamaged: false, cancel);
            foreach (var (bundleId, _) in await _index.FindReplacedBundles(study, one, cancel)) await Remove(bundleId, cancel);
        }
    }

    /// <summary>What was replaced, and so may hold what was purged, goes once its successor is there.</summary>
    private async Task Remove(long bundleId, CancellationToken cancel)
    {
        if (await _store.Blobs.Replica!.Find(bundleId, cancel) is null) return;
        await _store.Blobs.Replica.Delete(bundleId, cancel);
        ReplicaMetrics.CountRemoved();
    }

    private void Set(ReplicatorState state) => Volatile.Write(ref _state, state);
}
