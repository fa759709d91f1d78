using Concord.Vault.Bundles;
using Concord.Vault.Index;
using Concord.Vault.Lifecycle;
using Microsoft.Extensions.Logging;

namespace Concord.Vault.Decisions;

/// <summary>Carries out approved purges, one at a time, and issues their certificates. Who makes one runs it, and ends it before the archive is closed. One at a time.</summary>
/// <remarks>What breaks off goes on at the next turn or start: what is gone already is in the facts, and so in the certificate.</remarks>
public sealed class PurgeWorker
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(15);

    /// <summary>Something of a request may be restored, or its bundles replaced, while its bytes are copied; then it is planned anew.</summary>
    private const int MaxPlans = 8;

    private readonly BundleStore _store;
    private readonly DecisionDesk _desk;
    private readonly Rejections _rejections;
    private readonly CertificateWriter _certificates;
    private readonly PurgeBytes _purge;
    private readonly Func<long, CancellationToken, Task> _seal;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    internal PurgeWorker(VaultIndex index, BundleStore store, LifecycleOptions options, PurgeBytes purge, Func<long, CancellationToken, Task> seal, TimeProvider time, ILogger log)
    {
        (_store, _purge, _seal, _time, _log) = (store, purge, seal, time, log);
        _desk = new(store);
        _rejections = new(index, store, _desk);
        _certificates = new(index, store, options, time);
    }

    /// <summary>Takes the bytes of entries out of a bundle.</summary>
    internal delegate Task<ReplacedBundle> PurgeBytes(long bundleId, IReadOnlySet<long> arrivalNumbers, string who, string why, CancellationToken cancel);

    /// <summary>Runs until cancelled.</summary>
    public async Task Run(CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                var next = _store.Decisions.Purges.Approved.Next; // before looking: an approval in between is not missed
                await RunOnce(cancel);
                await WaitFor(next, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // the archive closes
        }
    }

    /// <summary>Carries out what is approved now. Returns how many purges are finished.</summary>
    public async Task<int> RunOnce(CancellationToken cancel)
    {
        var finished = 0;
        foreach (var request in _store.Decisions.Purges.ListApproved())
            if (await TryFinish(request.Fact.Number, cancel)) finished++;
        return finished;
    }

    private async Task WaitFor(Task next, CancellationToken cancel)
    {
        try
        {
#pragma warning disable VSTHRD003 // a signal of who approves, who never waits for the worker
            await next.WaitAsync(RetryAfter, _time, cancel);
#pragma warning restore VSTHRD003
        }
        catch (TimeoutException)
        {
            // what could not be carried out is tried again
        }
    }

    private async Task<bool> TryFinish(long number, CancellationToken cancel)
    {
        if (!_store.Decisions.Purges.Begin(number)) return false;
        try
        {
            return await Finish(number, cancel);
        }
#pragma warning disable CA1031 // one purge's trouble is not the others'; it stays approved and is tried again
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            _log.NotPurged(number, error);
            return false;
        }
        finally
        {
            _store.Decisions.Purges.PutOff(number);
        }
    }

    private async Task<bool> Finish(long number, CancellationToken cancel)
    {
        for (var plans = 0; plans < MaxPlans; plans++)
        {
            var request = _store.Decisions.Purges.Find(number)!;
            if (_store.Decisions.Holds.On(request.Study, _time.GetUtcNow()).Count > 0) return false; // held since: it waits
            var plan = await Plan(request, cancel);
            if (plan.Count == 0) return await IsNowhere(request, cancel) && await Close(number);
            foreach (var (bundleId, arrivals) in plan)
            {
                try
                {
                    await _purge(bundleId, arrivals, request.Approval!.Who, $"purge {number}: {request.Fact.Why}", cancel);
                }
                catch (ArgumentException)
                {
                    break; // restored, or moved, since it was planned
                }
            }
        }
        return false;
    }

    /// <summary>What of the request is still rejected, by bundle, and what was kept aside under the UIDs of instances that are gone then.</summary>
    private async Task<List<(long BundleId, HashSet<long> Arrivals)>> Plan(PurgeRequest request, CancellationToken cancel)
    {
        await _store.Around.Index.WaitUntilCaughtUp(cancel);
        var series = request.Instances.Select(instance => instance.Series).ToHashSet(StringComparer.Ordinal);
        foreach (var open in _store.Open.All.Where(open => open.Key.Study == request.Study && series.Contains(open.Key.Series.ToString())).ToList())
            await _seal(open.BundleId, cancel);
        await _store.Around.Index.WaitUntilCaughtUp(cancel);
        var bundles = await _store.Around.Index.FindBundles(request.Study, null, cancel);
        var alive = new HashSet<(string, string)>();
        foreach (var bundleId in bundles)
            foreach (var entry in await _store.Reader.ReadEntries(bundleId, cancel)) alive.Add((entry.SeriesInstanceUid.ToString(), entry.SopInstanceUid.ToString()));
        var gone = request.Instances.Where(instance => !alive.Contains(instance)).ToHashSet();
        return [.. bundles.Select(bundleId => (bundleId, Doomed(bundleId, request, gone))).Where(one => one.Item2.Count > 0)];
    }

    private HashSet<long> Doomed(long bundleId, PurgeRequest request, HashSet<(string Series, string Instance)> gone)
    {
        var doomed = _store.Reader.ReadRejected(bundleId).Where(entry => request.Names(entry.ArrivalNumber)).Select(entry => entry.ArrivalNumber).ToHashSet();
        foreach (var known in _store.Sealed.Load(bundleId)?.Objects ?? [])
            if (known.Kind == EntryKind.KeptAside && gone.Contains((known.Entry.SeriesInstanceUid.ToString(), known.Entry.SopInstanceUid.ToString()))) doomed.Add(known.Entry.ArrivalNumber);
        return doomed;
    }

    /// <summary>No store has a bundle any more that had the bytes: the replica follows in its own time, and one that is away is waited for.</summary>
    private async Task<bool> IsNowhere(PurgeRequest request, CancellationToken cancel)
    {
        foreach (var bundleId in request.Purged.SelectMany(fact => fact.Replaced!.From).Select(from => from.BundleId))
            foreach (var blobs in _store.Blobs.All)
                if (await blobs.Find(bundleId, cancel) is not null) return false;
        return true;
    }

    /// <summary>The certificate; or, when nothing went because all was restored, the end of the request.</summary>
    private async Task<bool> Close(long number)
    {
        var outcome = await _desk.InTurn(async () =>
        {
            var request = _store.Decisions.Purges.Find(number)!;
            (long Number, string Text, int Instances)? certificate = request.Purged.Count > 0 ? await _certificates.Write(request) : null;
            var fact = certificate is { } issued
                ? await _desk.Record(Fact.CertifiedKind, request.Approval!.Who, request.Fact.Why, Purges.AnswerTo(request) with { Certificate = issued.Number, CertificateText = issued.Text })
                : await _desk.Record(Fact.PurgeRefusedKind, "system", "Nothing of it is rejected any more.", Purges.AnswerTo(request));
            await _desk.Tell(fact);
            return new DecisionOutcome.Done(fact.Number, certificate?.Instances ?? 0);
        }, CancellationToken.None);
        _log.PurgeFinished(number, ((DecisionOutcome.Done)outcome).Instances);
        return true;
    }
}
