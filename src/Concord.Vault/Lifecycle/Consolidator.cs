using Concord.Vault.Bundles;
using Concord.Vault.Index;
using Concord.Vault.Integrity;
using Concord.Vault.Receive;
using Microsoft.Extensions.Logging;

namespace Concord.Vault.Lifecycle;

/// <summary>Puts the small bundles of series that came in many pieces together, in the background; finishes replacements that could not be finished when they were decided;
/// and sweeps orphans, at the start and every day.</summary>
internal sealed class Consolidator : IAsyncDisposable
{
    private const string Who = "Concord";
    private const string Why = "small bundles put together";
    private const int SeriesPerPage = 64;
    private static readonly TimeSpan TurnEvery = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromDays(1);
    private static readonly TimeSpan BusyPause = TimeSpan.FromSeconds(5);
    private readonly VaultIndex _index;
    private readonly BundleStore _store;
    private readonly FindingsJournal _findings;
    private readonly VaultOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly OrphanSweep _sweep;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private long? _sweptAt;

    public Consolidator(VaultIndex index, BundleStore store, FindingsJournal findings, VaultOptions options, TimeProvider time, ILogger log)
    {
        (_index, _store, _findings, _options, _time, _log) = (index, store, findings, options, time, log);
        _sweep = new(index, store, options.MaxHeadBytes, log);
        _loop = Loop();
    }

    /// <summary>Goes through all series once. Returns how many bundles were replaced.</summary>
    /// <param name="quietFor">Series to which something came in this time are left for later.</param>
    public async Task<int> Pass(TimeSpan quietFor, CancellationToken cancel)
    {
        var replaced = 0;
        if (_options.ConsolidateFrom < 2) return 0;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, _stop.Token);
        cancel = either.Token;
        await _turn.WaitAsync(cancel);
        try
        {
            await _index.WaitUntilCaughtUp(cancel);
            SeriesKey? after = null;
            while (await _index.FindSeriesOfManyBundles(_options.ConsolidateFrom, after, SeriesPerPage, cancel) is { Count: > 0 } page)
            {
                foreach (var key in page) replaced += await TryConsolidate(key, quietFor, cancel);
                after = page[^1];
            }
            return replaced;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Looks for files that nobody knows.</summary>
    public Task<OrphansFound> Sweep(CancellationToken cancel) => _sweep.Run(cancel);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
#pragma warning disable VSTHRD003 // started by this object's constructor; ends when asked, as just done
        await _loop;
#pragma warning restore VSTHRD003
        await _turn.WaitAsync(); // a pass that somebody asked for ends at its next step
        _stop.Dispose();
        _turn.Dispose();
    }

    private async Task Loop()
    {
        using var timer = new PeriodicTimer(TurnEvery, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token)) await TryTurn();
        }
        catch (OperationCanceledException)
        {
            // the archive closes
        }
    }

    private async Task TryTurn()
    {
        try
        {
            await _store.Replacements.FinishAll();
            if (_sweptAt is not { } last || _time.GetElapsedTime(last) >= SweepEvery)
            {
                await Sweep(_stop.Token);
                _sweptAt = _time.GetTimestamp();
            }
            await Pass(TimeSpan.FromMinutes(_options.ConsolidateAfterMinutes), _stop.Token);
        }
#pragma warning disable CA1031 // one turn's trouble is not the archive's
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            _log.ConsolidationPutOff(error);
        }
    }

    /// <summary>One series; a bundle that is not what was sealed is a finding, and its series stays as it is. So does a series in the warm store: the copy would be hot.</summary>
    private async Task<int> TryConsolidate(SeriesKey key, TimeSpan quietFor, CancellationToken cancel)
    {
        while (IsBusy) await Task.Delay(BusyPause, _time, cancel);
        var bundles = await _index.ListBundlesOfSeries(key, cancel);
        var since = _time.GetUtcNow() - quietFor;
        if (bundles.Any(bundle => !bundle.Row.IsSealed || bundle.Row.IsWarm || (quietFor > TimeSpan.Zero && bundle.LastAt > since) || _findings.IsOpen(bundle.Row.BundleId))) return 0;
        var chosen = Consolidation.Choose(bundles.Select(bundle => (bundle.Row.BundleId, bundle.Row.Bytes)), _options.ConsolidateFrom, _options.ConsolidateUpToBytes);
        if (chosen.Count == 0) return 0;
        try
        {
            var pace = _options.ConsolidateBytesPerSecond > 0 ? new ScrubPace(_options.ConsolidateBytesPerSecond, _time) : null;
            var told = await _store.Replacements.Replace(chosen, new HashSet<long>(), Who, Why, pace, cancel);
            await _findings.ResolveReplaced(told.From.Select(from => from.BundleId), _time.GetUtcNow());
            RewriteMetrics.CountReplaced(told.From.Count);
            _log.Consolidated(told.Number, told.From.Count, told.Into!.BundleId);
            return told.From.Count;
        }
        catch (BundleDamagedException damaged)
        {
            _log.NotRewritten(damaged.BundleId, damaged);
            if (bundles.FirstOrDefault(bundle => bundle.Row.BundleId == damaged.BundleId).Row is { Sha256: { } sha256 } row)
                await _findings.Report(row.BundleId, BundleFault.Mismatch, sha256, row.Bytes, _time.GetUtcNow());
            return 0;
        }
    }

    /// <summary>What is received goes first.</summary>
    private bool IsBusy => !_store.Around.IsDiskHealthy || !_index.IsHealthy || !_index.HasRoom || _store.Budget.IsHalfSpent;
}
