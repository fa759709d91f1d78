using System.Text.Json;
using System.Text.Json.Serialization;
using Concord.Vault.Changes;

namespace Concord.Server.Audit;

/// <summary>A page of the audit list.</summary>
/// <param name="Next">What to ask for as <c>before</c> for the next page; null on the last.</param>
internal sealed record AuditPage(IReadOnlyList<AuditLine> Entries, long? Next);

/// <summary>One entry; see <see cref="AuditEntry"/>.</summary>
/// <param name="Study">Null where the asker may not read it.</param>
/// <param name="Instances">That a decision was about; null for a correction.</param>
/// <param name="Studies">That a correction was about; null for a decision.</param>
internal sealed record AuditLine(
    long Number, string Kind, DateTimeOffset At, string Who, string Why, string? Reason, string? Study, string? Series, long? Instances, long? Studies, long? Answers)
{
    public static AuditLine Of(AuditEntry entry, bool mayRead)
    {
        var isCorrection = entry.Kind is "corrected" or "correction-undone";
        return new(
            entry.Number, entry.Kind, entry.At, entry.Who, entry.Why, entry.Reason.Length > 0 ? entry.Reason : null,
            mayRead && !entry.StudyInstanceUid.IsNone ? entry.StudyInstanceUid.ToString() : null, mayRead && !entry.SeriesInstanceUid.IsNone ? entry.SeriesInstanceUid.ToString() : null,
            isCorrection ? null : entry.Things, isCorrection ? entry.Things : null, entry.Answers > 0 ? entry.Answers : null);
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(AuditPage))]
internal sealed partial class AuditJson : JsonSerializerContext;
