using Concord.Dicom.DataElements;
using Concord.Vault.Bundles;
using Concord.Vault.Index;
using Concord.Vault.Lifecycle;
using Microsoft.Extensions.Logging;

namespace Concord.Vault.Decisions;

/// <summary>What people and rules decide about what is kept. Each decision is durable when its method returns, and in the change feed with who and why.
/// Any number of threads; decisions are taken one at a time.</summary>
/// <remarks>Who: a user, an address where users are off, or <c>rule:NAME</c>. Who may decide what is asked before (<c>AccessPolicy</c>).</remarks>
/// <exception cref="IOException">Of every method that decides: it could not be made durable; nothing is decided.</exception>
/// <exception cref="TimeoutException">Of every method that decides: the index does not catch up; nothing is decided.</exception>
public sealed class VaultDecisions
{
    private readonly VaultIndex _index;
    private readonly BundleStore _store;
    private readonly DecisionDesk _desk;
    private readonly Rejections _rejections;
    private readonly Purges _purges;
    private readonly ILogger _log;

    internal VaultDecisions(VaultIndex index, BundleStore store, ILogger log)
    {
        (_index, _store, _log) = (index, store, log);
        _desk = new(store);
        _rejections = new(index, store, _desk);
        _purges = new(store, _desk, _rejections);
        List = new(index);
    }

    /// <summary>What was decided, for lists.</summary>
    public DecisionList List { get; }

    /// <summary>Rejects what lives of a study, a series or instances: readers no longer see it, until it is restored. Not while a hold lasts.</summary>
    public Task<DecisionOutcome> Reject(DecisionScope scope, RejectionReason? reason, string who, string why, CancellationToken cancel) => RejectIf(null, scope, reason, who, why, cancel);

    /// <summary>As above, if it is still to be, which is asked in the turn of the decision.</summary>
    /// <param name="isDue">Told how many instances would go; all of them are in the index.</param>
    internal async Task<DecisionOutcome> RejectIf(
        Func<int, CancellationToken, Task<bool>>? isDue, DecisionScope scope, RejectionReason? reason, string who, string why, CancellationToken cancel)
    {
        var outcome = await _desk.InTurn(() => _rejections.Reject(isDue, scope, reason, who, why, cancel), cancel);
        if (outcome is not DecisionOutcome.Done done) return outcome;
        _log.Deleted(done.Instances, done.Number);
        await Refresh(cancel);
        return outcome;
    }

    /// <summary>Brings back what is rejected of a study, a series or instances. Of one SOP Instance UID in a series never more than one lives: where another
    /// one has come since, that one stays (<see cref="DecisionOutcome.Done.NotRestored"/>; a conflict where nothing else is left to restore).</summary>
    public async Task<DecisionOutcome> Restore(DecisionScope scope, string who, string why, CancellationToken cancel)
    {
        var outcome = await _desk.InTurn(() => _rejections.Restore(scope, who, why, cancel), cancel);
        if (outcome is DecisionOutcome.Done done) _log.Restored(done.Instances, done.Number);
        return outcome;
    }

    /// <summary>Holds a study, whether anything of it has arrived or not; several holds may lie on one.</summary>
    /// <param name="until">When the hold ends by itself; null: when it is released.</param>
    public Task<DecisionOutcome> Hold(Uid study, DateTimeOffset? until, string who, string why, CancellationToken cancel) => _desk.InTurn(async () =>
    {
        if (until <= _store.Around.Time.GetUtcNow()) return new DecisionOutcome.Conflict("The hold would have ended already.", []);
        var decision = await _rejections.Describe(DecisionScope.OfStudy(study), null, cancel);
        return await Decide(Fact.HeldKind, who, why, decision with { Until = until });
    }, cancel);

    /// <summary>Ends a hold by its number.</summary>
    public Task<DecisionOutcome> Release(long hold, string who, string why, CancellationToken cancel) => _desk.InTurn(async () =>
    {
        if (_store.Decisions.Holds.Find(hold) is not { } known) return new DecisionOutcome.NotFound();
        var decision = await _rejections.Describe(DecisionScope.OfStudy(known.StudyInstanceUid), null, cancel);
        return await Decide(Fact.ReleasedKind, who, why, decision with { Answers = hold });
    }, cancel);

    /// <summary>Asks that what is rejected of a study, a series or instances be purged.</summary>
    public Task<DecisionOutcome> RequestPurge(DecisionScope scope, string who, string why, CancellationToken cancel) =>
        _desk.InTurn(() => _purges.Request(scope, who, why, cancel), cancel);

    /// <summary>Lets a purge be carried out, by its request's number. Of two persons the second.</summary>
    public Task<DecisionOutcome> ApprovePurge(long request, string who, string why, LifecycleOptions terms, CancellationToken cancel) =>
        _desk.InTurn(() => _purges.Approve(request, who, why, terms), cancel);

    /// <summary>Refuses a purge or withdraws the request for it, as long as nothing of it is carried out.</summary>
    public Task<DecisionOutcome> RefusePurge(long request, string who, string why, CancellationToken cancel) =>
        _desk.InTurn(() => _purges.Refuse(request, who, why), cancel);

    /// <summary>Whether the certificates follow one another without a gap and are what was issued: how many there are, and what is wrong, one line each.</summary>
    public Task<(long Count, IReadOnlyList<string> Faults)> CheckCertificates(CancellationToken cancel) => List.CheckCertificates(_store.Decisions.Certificates, cancel);

    /// <summary>The holds that lie on a study now.</summary>
    public IReadOnlyList<LegalHold> HoldsOn(Uid study) => _store.Decisions.Holds.On(study, _store.Around.Time.GetUtcNow());

    private async Task<DecisionOutcome> Decide(string kind, string who, string why, DecisionFact decision)
    {
        var fact = await _desk.Record(kind, who, why, decision);
        await _desk.Tell(fact);
        _log.DecisionTaken(kind, fact.Number);
        return new DecisionOutcome.Done(fact.Number, 0);
    }

    /// <summary>Series that lost the instance their values came from take those of the next. The rejection is durable whatever becomes of it.</summary>
    private async Task Refresh(CancellationToken cancel)
    {
        try
        {
            await new SeriesRefresher(_index, _store.Reader).Run(cancel);
        }
        catch (Exception error) when (error is TimeoutException or Blobs.StoreAwayException)
        {
            _log.RefreshPutOff(); // the rows are marked: the next rejection or start does it
        }
    }
}
