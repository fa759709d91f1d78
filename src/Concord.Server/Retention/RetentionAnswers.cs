using System.Text.Json.Serialization;
using Concord.Vault.Retention;

namespace Concord.Server.Retention;

/// <summary>One study that expires.</summary>
/// <param name="KeptThrough">The last day of its retention.</param>
/// <param name="Basis">What the years were counted from in fact.</param>
/// <param name="IsHeld">A legal hold lies on it: no rule touches it.</param>
/// <param name="IsRestored">A person has brought it back from this rule: it is not touched until the rule or the study changes.</param>
internal sealed record ExpiredLine(
    string StudyInstanceUid, string Rule, RetentionAction Action, DateOnly KeptThrough, RetentionBasis Basis, string Site, string Modalities, string StudyDate, long Instances, long Bytes,
    bool IsHeld, bool IsRestored)
{
    public static ExpiredLine Of(ExpiredStudy expired)
    {
        var (study, verdict) = (expired.Study, expired.Verdict);
        return new(study.StudyInstanceUid.ToString(), verdict.Rule!.Name, verdict.Rule.Action, verdict.KeptThrough!.Value, verdict.Basis, study.Site, study.Modalities, study.StudyDate,
            study.Instances, study.Bytes, expired.IsHeld, expired.IsRestored);
    }
}

/// <summary>A rule in words.</summary>
internal sealed record RuleLine(string Name, string Text);

/// <summary>A page of what expires, by Study Instance UID.</summary>
/// <param name="IsOn">The rules act.</param>
/// <param name="LastRun">The run under way, or the last one.</param>
/// <param name="Next">Where the next page begins after; null on the last one. A page may be short, or empty, before the last.</param>
internal sealed record RetentionPage(
    DateOnly AsOf, bool IsOn, DateTimeOffset? NextRunAt, RunLine LastRun, IReadOnlyList<RuleLine> Rules, IReadOnlyList<ExpiredLine> Studies, string? Next);

/// <summary>What a run has done.</summary>
internal sealed record RunLine(bool IsUnderWay, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, long Looked, long Expired, long Rejected, long Spared, long PurgesRequested)
{
    public static RunLine Of(RetentionState state) =>
        new(state.IsUnderWay, state.StartedAt, state.FinishedAt, state.Looked, state.Expired, state.Rejected, state.Spared, state.Requested);
}

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(RetentionPage))]
[JsonSerializable(typeof(RetentionSummary))]
internal sealed partial class RetentionAnswersJson : JsonSerializerContext;
