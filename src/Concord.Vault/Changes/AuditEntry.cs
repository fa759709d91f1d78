using Concord.Dicom.DataElements;

namespace Concord.Vault.Changes;

/// <summary>Something that was decided or corrected.</summary>
/// <param name="Number">From the archive's one sequence.</param>
/// <param name="Kind">That of <see cref="Index.Decision"/>, <c>corrected</c> or <c>correction-undone</c>.</param>
/// <param name="Who">A user, an address where users are off, or <c>rule:NAME</c>.</param>
/// <param name="StudyInstanceUid">The first study that it was about; none where it named none.</param>
/// <param name="SeriesInstanceUid">None for a whole study.</param>
/// <param name="Reason">The code of a rejection's reason, or empty.</param>
/// <param name="Things">How many instances a decision was about, how many studies a correction.</param>
/// <param name="Answers">The entry that this one ends, answers or undoes; else 0.</param>
public sealed record AuditEntry(
    long Number, string Kind, DateTimeOffset At, string Who, string Why, Uid StudyInstanceUid, Uid SeriesInstanceUid, string Reason, long Things, long Answers);
