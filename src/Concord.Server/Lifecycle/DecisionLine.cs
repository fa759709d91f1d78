using Concord.Server.Describing;
using Concord.Dicom.DataElements;
using Concord.Trust.Policy;
using Concord.Vault.Decisions;
using Concord.Vault.Index;

namespace Concord.Server.Lifecycle;

/// <summary>A decision in a list. No patient data; what a search would tell of the study (date, modalities, description) only to who may read it.</summary>
/// <param name="Status">One word: <c>rejected</c>, <c>partly</c>, <c>restored</c>; <c>held</c>, <c>released</c>, <c>ended</c>; <c>requested</c>, <c>approved</c>,
/// <c>refused</c>, <c>expired</c>, <c>done</c>; of anything else its kind.</param>
/// <param name="ExpiresAt">Of a request to purge that is not answered.</param>
[OmitsNulls]
internal sealed record DecisionLine(
    long Number, string Kind, string Status, DateTimeOffset At, string Who, string Why, string? Reason, string? ReasonMeaning, string StudyInstanceUid, string? SeriesInstanceUid,
    string? SopInstanceUid, int Instances, long Bytes, int StillRejected, long StillRejectedBytes, DateTimeOffset? Until, DateTimeOffset? ExpiresAt, string? StudyDate,
    string? Modalities, string? Description, IReadOnlyList<AnswerLine> Answers)
{
    public static DecisionLine Of(ListedDecision listed, string user, AccessPolicy policy, LifecycleOptions terms, DateTimeOffset now)
    {
        var decision = listed.Decision;
        var mayRead = policy.MayRead(user, decision.StudyInstanceUid);
        var status = StatusOf(listed, terms, now);
        return new(
            decision.Number, decision.Kind, status, decision.At, decision.Who, decision.Why, Given(decision.Reason), RejectionReason.Find(decision.Reason)?.Meaning,
            decision.StudyInstanceUid.ToString(), Given(decision.SeriesInstanceUid), Given(decision.SopInstanceUid), decision.Instances, decision.Bytes, listed.StillRejected,
            listed.StillRejectedBytes, decision.Until, status == "requested" ? Expiry(decision, terms) : null, mayRead ? Given(decision.StudyDate) : null,
            mayRead ? Given(decision.Modalities) : null, mayRead ? Given(decision.Description) : null,
            [.. listed.Answers.Select(answer => new AnswerLine(answer.Number, answer.Kind, answer.At, answer.Who, answer.Why))]);
    }

    private static string StatusOf(ListedDecision listed, LifecycleOptions terms, DateTimeOffset now) => listed.Decision.Kind switch
    {
        "deleted" => listed.StillRejected == 0 ? "restored" : listed.StillRejected < listed.Decision.Instances ? "partly" : "rejected",
        "held" => listed.Answers.Count > 0 ? "released" : listed.Decision.Until <= now ? "ended" : "held",
        "purge-requested" => (listed.Answers is [.., var last] ? last.Kind : null) switch
        {
            "purge-certified" => "done",
            "purge-refused" => "refused",
            "purge-approved" => "approved",
            _ => Expiry(listed.Decision, terms) <= now ? "expired" : "requested",
        },
        var kind => kind,
    };

    private static DateTimeOffset Expiry(Decision request, LifecycleOptions terms) => request.At.AddDays(terms.PurgeApprovalDays);

    private static string? Given(string text) => text.Length > 0 ? text : null;

    private static string? Given(Uid uid) => uid.IsNone ? null : uid.ToString();
}

/// <summary>What ended or answered a decision.</summary>
internal sealed record AnswerLine(long Number, string Kind, DateTimeOffset At, string Who, string Why);
