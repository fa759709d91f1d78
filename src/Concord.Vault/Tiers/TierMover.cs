using Concord.Dicom.DataElements;
using Concord.Vault.Blobs;
using Concord.Vault.Bundles;
using Concord.Vault.Index;
using Concord.Vault.Integrity;
using Microsoft.Extensions.Logging;

namespace Concord.Vault.Tiers;

/// <summary>Moves bundles between the data folder and the warm store, by rule and on demand.</summary>
/// <remarks>One <see cref="Run"/> at a time; demands come from any thread, and bundles move one after the other.</remarks>
public sealed class TierMover
{
    /// <summary>Bundles that one look at the rules moves at most, before it looks again.</summary>
    private const int BundlesAtOnce = 64;

    /// <summary>How often the store is looked for, and what broke off is finished.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    private readonly VaultIndex _index;
    private readonly BundleStore _store;
    private readonly TierOptions _options;
    private readonly TierCandidates _candidates;
    private readonly ScrubPace _pace;
    private readonly ScrubPace _atOnce;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly HashSet<long> _stayed = [];
    private TierState _state;
    private DateTimeOffset _ruledAt = DateTimeOffset.MinValue;

    internal TierMover(VaultIndex index, BundleStore store, TierOptions options, TimeProvider time, ILogger log)
    {
        (_index, _store, _options, _time, _log) = (index, store, options, time, log);
        _candidates = new(index, options);
        _pace = new(options.BytesPerSecond, time);
        _atOnce = new(long.MaxValue, time);
        _state = new(store.Blobs.Warm is not null, null, 0, 0, 0, 0);
    }

    public bool IsOn => _store.Blobs.Warm is not null;

    public TierState State => Volatile.Read(ref _state) with { WarmBundles = _store.Blobs.Places.WarmCount };

    /// <summary>What lies in the cache of warm bundles: bundles, bytes, most bytes, bundles wished for.</summary>
    public (int Bundles, long Bytes, long MaxBytes, int Wishes) Cache => _store.Blobs.Cache?.Figures ?? default;

    /// <summary>Moves by rule until it is told to stop; returns at once when there is no warm store.</summary>
    /// <exception cref="OperationCanceledException">It was told to stop.</exception>
    public async Task Run(CancellationToken cancel)
    {
        while (IsOn)
        {
            await TryTurn(cancel);
            await Task.Delay(LookEvery, _time, cancel);
        }
    }

    /// <summary>Moves the sealed bundles of a study.</summary>
    /// <exception cref="IOException">A store is away, full or failing; what was moved before stays moved.</exception>
    /// <exception cref="InvalidOperationException">There is no warm store.</exception>
    public async Task<MoveResult> MoveStudy(Uid study, bool isToWarm, string who, string why, CancellationToken cancel)
    {
        if (!IsOn) throw new InvalidOperationException("There is no warm store.");
        var (moved, bytes, stayed) = (0, 0L, 0);
        await _index.WaitUntilCaughtUp(cancel);
        foreach (var bundle in await _index.FindBundlesOfStudy(study, cancel))
        {
            if (bundle.IsSealed && await TryMove(bundle, isToWarm, who, why, _atOnce, cancel) is { } isMoved)
            {
                if (!isMoved) continue; // it lies there already
                moved++;
                bytes += bundle.Bytes;
            }
            else stayed++;
        }
        return new(moved, bytes, stayed);
    }

    /// <summary>Asks that the warm bundles of a study be brought into the cache. Returns how many were wished for, and how many found no place among the wishes.</summary>
    public async Task<(int Wished, int Refused)> Recall(Uid study, CancellationToken cancel)
    {
        if (_store.Blobs.Cache is not { } cache) return (0, 0);
        await _index.WaitUntilCaughtUp(cancel);
        var warm = (await _index.FindBundlesOfStudy(study, cancel)).Where(bundle => _store.Blobs.Places.IsWarm(bundle.BundleId)).ToList();
        var wished = warm.Count(bundle => cache.Wish(bundle.BundleId));
        return (wished, warm.Count - wished);
    }

    /// <summary>Finishes what broke off and, when it is time, moves what the rules name.</summary>
    internal async Task Turn(CancellationToken cancel)
    {
        await FlushTouches(cancel);
        _store.Blobs.Cache?.GiveWay();
        if (await _store.Blobs.Warm!.FindTrouble(cancel) is { } reason) throw new StoreAwayException(BlobStores.WarmName, reason);
        await _store.Mover.FinishMarked(cancel);
        if (_time.GetUtcNow() - _ruledAt < TimeSpan.FromMinutes(_options.EveryMinutes)) return;
        while (await MoveByAge(cancel)) { }
        while (await MoveForRoom(cancel)) { }
        _ruledAt = _time.GetUtcNow();
    }

    private async Task TryTurn(CancellationToken cancel)
    {
        try
        {
            await Turn(cancel);
            Tell(null, null);
        }
#pragma warning disable CA1031 // one turn's trouble is not the archive's: it is told, and tried again
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Tell(error is StoreAwayException away ? $"{away.Store}-{away.Reason}" : Disk.IsFull(error) ? "full" : "io", error);
        }
    }

    private void Tell(string? trouble, Exception? error)
    {
        if (State.Trouble != trouble && trouble is not null) _log.TierTrouble(trouble, error);
        Volatile.Write(ref _state, State with { Trouble = trouble });
    }

    /// <summary>False when there is nothing to move.</summary>
    private async Task<bool> MoveByAge(CancellationToken cancel)
    {
        if (_options.AfterDays == 0) return false;
        var before = _time.GetUtcNow().AddDays(-_options.AfterDays);
        var any = false;
        foreach (var bundle in await _candidates.Find(before, BundlesAtOnce, _stayed, cancel))
            any |= await TryMove(bundle, isToWarm: true, "system", $"older than {_options.AfterDays} days", _pace, cancel) == true;
        return any;
    }

    private async Task<bool> MoveForRoom(CancellationToken cancel)
    {
        if (_options.HotFreeBytes == 0 || IsRoomy()) return false;
        var any = false;
        foreach (var bundle in await _candidates.Find(null, BundlesAtOnce, _stayed, cancel))
        {
            any |= await TryMove(bundle, isToWarm: true, "system", "the disk is filling", _pace, cancel) == true;
            if (IsRoomy()) return false;
        }
        return any;
    }

    private bool IsRoomy() => new DriveInfo(_store.Around.Folder.Root).AvailableFreeSpace >= _options.HotFreeBytes;

    /// <summary>Null when it is not what was sealed: it stays, scrubbing finds it, and rules pass it by until the next start.</summary>
    private async Task<bool?> TryMove(BundleRow bundle, bool isToWarm, string who, string why, ScrubPace pace, CancellationToken cancel)
    {
        try
        {
            var isMoved = await _store.Mover.Move(bundle.BundleId, isToWarm, who, why, pace, cancel);
            if (isMoved) Volatile.Write(ref _state, State with { Moved = State.Moved + 1, MovedBytes = State.MovedBytes + bundle.Bytes });
            return isMoved;
        }
        catch (BlobSourceException error)
        {
            _log.NotMoved(bundle.BundleId, error);
            lock (_stayed)
                if (_stayed.Count < FindingsJournal.MaxOpen) _stayed.Add(bundle.BundleId);
            Volatile.Write(ref _state, State with { Stayed = State.Stayed + 1 });
            return null;
        }
    }

    private async Task FlushTouches(CancellationToken cancel)
    {
        if (_store.Blobs.Touches.Take() is not { Count: > 0 } touched) return;
        await _store.Around.Index.Enqueue(new IndexEvent.BundlesTouched(touched, _time.GetUtcNow()), cancel);
        await _store.Around.Index.WaitUntilCaughtUp(cancel);
    }
}
