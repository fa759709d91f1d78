using Concord.Vault.Bundles;
using Concord.Vault.Lifecycle;

namespace Concord.Vault.Decisions;

/// <summary>Asks for purges, approves and refuses them. Everything is called in turn.</summary>
internal sealed class Purges(BundleStore store, DecisionDesk desk, Rejections rejections)
{
    /// <summary>What a rule is called where a user's name would stand.</summary>
    public const string RulePrefix = "rule:";

    /// <summary>Asks that what is rejected of the scope be purged; what another open request names already is left to that.</summary>
    public async Task<DecisionOutcome> Request(DecisionScope scope, string who, string why, CancellationToken cancel)
    {
        if (HoldsOn(scope.Study) is { Count: > 0 } holds) return new DecisionOutcome.Held(holds);
        var rejected = await rejections.FindRejected(scope, cancel);
        if (rejected.Count == 0) return new DecisionOutcome.NotFound();
        var free = rejected.Where(entry => !store.Decisions.Purges.Names(entry.ArrivalNumber)).ToList();
        if (free.Count == 0) return new DecisionOutcome.Conflict("All of it is named by an open request to purge.", []);
        var decision = await rejections.Describe(scope, null, cancel);
        return await Record(Fact.PurgeRequestedKind, who, why, decision with { Entries = free.ConvertAll(DecisionDesk.NameOf) });
    }

    /// <summary>Lets a request be carried out.</summary>
    public async Task<DecisionOutcome> Approve(long number, string who, string why, LifecycleOptions terms)
    {
        if (store.Decisions.Purges.Find(number) is not { } request) return new DecisionOutcome.NotFound();
        if (request.Approval is not null) return new DecisionOutcome.Conflict("The request is approved already.", []);
        if (request.Fact.At.AddDays(terms.PurgeApprovalDays) <= store.Around.Time.GetUtcNow()) return new DecisionOutcome.Conflict("The request has expired.", []);
        if (HoldsOn(request.Study) is { Count: > 0 } holds) return new DecisionOutcome.Held(holds);
        if (terms.TwoPersons && string.Equals(request.Fact.Who, who, StringComparison.Ordinal)) return new DecisionOutcome.SamePerson();
        return await Record(Fact.PurgeApprovedKind, who, why, AnswerTo(request));
    }

    /// <summary>Refuses a request, or withdraws it; also one that is approved, as long as it is not being carried out.</summary>
    public async Task<DecisionOutcome> Refuse(long number, string who, string why)
    {
        if (store.Decisions.Purges.Find(number) is not { } request) return new DecisionOutcome.NotFound();
        if (store.Decisions.Purges.IsUnderWay(number)) return new DecisionOutcome.Conflict("The purge is being carried out.", []);
        return await Record(Fact.PurgeRefusedKind, who, why, AnswerTo(request));
    }

    /// <summary>The scope of a request, for a fact that answers it.</summary>
    public static DecisionFact AnswerTo(PurgeRequest request) => request.Fact.Decision! with { Entries = null, NamesInstances = false, Answers = request.Fact.Number };

    private IReadOnlyList<LegalHold> HoldsOn(Dicom.DataElements.Uid study) => store.Decisions.Holds.On(study, store.Around.Time.GetUtcNow());

    private async Task<DecisionOutcome> Record(string kind, string who, string why, DecisionFact decision)
    {
        var fact = await desk.Record(kind, who, why, decision);
        await desk.Tell(fact);
        return new DecisionOutcome.Done(fact.Number, decision.Entries?.Count ?? 0);
    }
}
