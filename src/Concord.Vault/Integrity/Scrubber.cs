using Concord.Vault.Blobs;
using Concord.Vault.Bundles;
using Concord.Vault.Index;
using Concord.Vault.Receive;
using Microsoft.Extensions.Logging;

namespace Concord.Vault.Integrity;

/// <summary>Reads every sealed bundle again from time to time, slowly, and says which are not what was sealed.</summary>
/// <remarks>One <see cref="Run"/> at a time. A pass goes through the bundles by their numbers, one after the other; its place outlives the process.</remarks>
public sealed class Scrubber
{
    /// <summary>How often open findings are looked at again.</summary>
    private static readonly TimeSpan RecheckEvery = TimeSpan.FromDays(1);

    /// <summary>How often a pass notes its place: what a crash costs.</summary>
    private static readonly TimeSpan MarkEvery = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);

    /// <summary>Looks at a bundle that is replaced each time.</summary>
    private const int MaxLooks = 3;

    private readonly VaultIndex _index;
    private readonly BundleStore _store;
    private readonly BundleSurroundings _around;
    private readonly FindingsJournal _findings;
    private readonly VaultOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly BundleScrub _scrub;
    private readonly BundleRepair _repair;
    private readonly FindingCloser _closer;
    private ScrubState _state;
    private DateTimeOffset _markedAt;
    private DateTimeOffset _recheckedAt;

    internal Scrubber(VaultIndex index, BundleStore store, FindingsJournal findings, BundleRepair repair, FindingCloser closer, VaultOptions options, TimeProvider time, ILogger log)
    {
        (_index, _store, _around, _findings, _repair, _closer, _options, _time, _log) = (index, store, store.Around, findings, repair, closer, options, time, log);
        _scrub = new(_around.Threads, new(options.ScrubBytesPerSecond, time));
        _state = ScrubMark.Read(_around.Folder.IntegrityMark);
    }

    /// <summary>False when the settings turn it off.</summary>
    public bool IsOn => _options.ScrubBytesPerSecond > 0;

    /// <summary>How often every sealed bundle is to be read, days.</summary>
    public int EveryDays => _options.ScrubEveryDays;

    public ScrubState State => Volatile.Read(ref _state);

    /// <summary>When the next pass begins; null when scrubbing is off.</summary>
    public DateTimeOffset? NextPassAt
    {
        get
        {
            var now = _time.GetUtcNow();
            if (!IsOn) return null;
            var started = State.StartedAt is not { } at ? now.AddDays(-_options.ScrubEveryDays) : at < now ? at : now; // a clock that was set back puts off nothing for ever
            return started.AddDays(_options.ScrubEveryDays);
        }
    }

    /// <summary>Scrubs until it is told to stop; returns at once when scrubbing is off.</summary>
    /// <exception cref="OperationCanceledException">It was told to stop.</exception>
    public async Task Run(CancellationToken cancel)
    {
        while (IsOn)
        {
            var isDone = await TryTurn(cancel);
            var untilNext = NextPassAt!.Value - _time.GetUtcNow();
            var wait = !isDone ? RetryAfter : State.IsUnderWay || untilNext > RecheckEvery ? RecheckEvery : untilNext > ShortestWait ? untilNext : ShortestWait;
            await Task.Delay(wait, _time, cancel);
        }
    }

    /// <summary>Looks at the open findings again and, when it is time, goes on with the pass to its end.</summary>
    internal async Task Turn(CancellationToken cancel)
    {
        await RecheckOpen(cancel);
        if (!State.IsUnderWay)
        {
            if (NextPassAt > _time.GetUtcNow()) return;
            Volatile.Write(ref _state, ScrubState.None with { IsUnderWay = true, StartedAt = _time.GetUtcNow(), FinishedAt = State.FinishedAt });
        }
        try
        {
            await Pass(cancel);
        }
        finally
        {
            await SaveMark();
        }
    }

    private async Task<bool> TryTurn(CancellationToken cancel)
    {
        try
        {
            await Turn(cancel);
            return true;
        }
#pragma warning disable CA1031 // one turn's trouble is not the archive's
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            _log.PutOff(State.Position, error);
            return false;
        }
    }

    private async Task Pass(CancellationToken cancel)
    {
        while (_findings.OpenCount < FindingsJournal.MaxOpen)
        {
            cancel.ThrowIfCancellationRequested();
            var now = _time.GetUtcNow();
            if (now - _recheckedAt >= RecheckEvery) await RecheckOpen(cancel);
            if (now - _markedAt >= MarkEvery) await SaveMark();
            if (await _index.FindSealedBundle(State.Position, cancel) is not { } bundle)
            {
                Volatile.Write(ref _state, State with { IsUnderWay = false, FinishedAt = _time.GetUtcNow() });
                _log.PassFinished(State.Bundles, State.Bytes, _findings.OpenCount);
                return;
            }
            var read = _findings.IsOpen(bundle.BundleId) ? 0 : await CheckWhereItLies(bundle, cancel); // open findings have their own turn
            Volatile.Write(ref _state, State with { Position = bundle.BundleId, Bundles = State.Bundles + 1, Bytes = State.Bytes + read });
        }
        _log.TooMany(State.Position, _findings.OpenCount);
    }

    /// <summary>What lies in a store that is away is passed by: it counts as not checked.</summary>
    private async Task<long> CheckWhereItLies(BundleRow bundle, CancellationToken cancel)
    {
        try
        {
            return await Check(bundle, cancel);
        }
        catch (StoreAwayException away)
        {
            _log.StoreAway(bundle.BundleId, away.Store);
            return 0;
        }
    }

    /// <summary>Checks a bundle. One that is gone from the index, or another by now, is no finding: whoever takes a bundle away tells the index first.</summary>
    /// <returns>Bytes read.</returns>
    private async Task<long> Check(BundleRow bundle, CancellationToken cancel)
    {
        long sum = 0;
        for (var look = 0; look < MaxLooks; look++)
        {
            var store = _store.Blobs.Of(bundle.BundleId);
            var (fault, read) = await _scrub.Check(store, bundle.BundleId, bundle.Sha256!, bundle.Bytes, cancel);
            sum += read;
            if (fault is null)
            {
                await _around.Index.Enqueue(new IndexEvent.BundleChecked(bundle.BundleId, _time.GetUtcNow()), cancel);
                return sum;
            }
            await _around.Index.WaitUntilCaughtUp(cancel);
            if (await FindSealed(bundle.BundleId, cancel) is not { } now) return sum;
            if (now.Sha256 == bundle.Sha256 && store == _store.Blobs.Of(bundle.BundleId))
            {
                await Report(bundle.BundleId, fault.Value, bundle.Sha256!, bundle.Bytes);
                await TryRepair(bundle.BundleId, cancel);
                return sum;
            }
            bundle = now;
        }
        return sum;
    }

    private async Task Report(long bundleId, BundleFault fault, string sha256, long bytes)
    {
        if (await _findings.Report(bundleId, fault, sha256, bytes, _time.GetUtcNow()) is not { } finding) return;
        IntegrityMetrics.CountFinding(fault);
        _log.Found(finding.Number, bundleId, fault);
    }

    private async Task RecheckOpen(CancellationToken cancel)
    {
        _recheckedAt = _time.GetUtcNow();
        foreach (var finding in _findings.ListOpen())
        {
            try
            {
                await Recheck(finding, cancel);
            }
            catch (StoreAwayException away)
            {
                _log.StoreAway(finding.BundleId, away.Store); // it stays open
            }
        }
    }

    private async Task Recheck(IntegrityFinding finding, CancellationToken cancel)
    {
        if (await _index.FindHolder(finding.BundleId, cancel) != finding.BundleId)
        {
            await _findings.ResolveReplaced([finding.BundleId], _time.GetUtcNow());
            return;
        }
        var (fault, _) = await _scrub.Check(_store.Blobs.Of(finding.BundleId), finding.BundleId, finding.Sha256, finding.Bytes, cancel);
        if (fault is { } still)
        {
            if (await _closer.TryCloseReplaced(finding, cancel)) return;
            await Report(finding.BundleId, still, finding.Sha256, finding.Bytes);
            await TryRepair(finding.BundleId, cancel);
        }
        else
        {
            await _closer.Close(finding, repairedFrom: null, cancel);
        }
    }

    /// <summary>Where the settings say so and there is a replica. What cannot be repaired stays an open finding and is tried again every day.</summary>
    private async Task TryRepair(long bundleId, CancellationToken cancel)
    {
        if (!_options.AutoRepair || _store.Blobs.Replica is null || _findings.ListOpen().FirstOrDefault(finding => finding.BundleId == bundleId) is not { } finding) return;
        try
        {
            await _repair.Repair(finding.Number, "system", $"finding {finding.Number}", cancel);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or TimeoutException)
        {
            _log.NotRepaired(finding.Number, bundleId, error);
        }
    }

    private async Task<BundleRow?> FindSealed(long bundleId, CancellationToken cancel) =>
        await _index.FindSealedBundle(bundleId - 1, cancel) is { } row && row.BundleId == bundleId ? row : null;

    private async Task SaveMark()
    {
        _markedAt = _time.GetUtcNow();
        var state = State;
        await _around.Threads.Run(() => ScrubMark.Write(_around.Folder.IntegrityMark, _around.Disk, state));
    }
}
