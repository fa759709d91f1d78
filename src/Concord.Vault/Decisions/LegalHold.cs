using Concord.Dicom.DataElements;

namespace Concord.Vault.Decisions;

/// <summary>A legal hold on a study: while it lasts nothing of the study is rejected or purged. New objects still arrive.</summary>
/// <param name="Number">Of the decision; it is released by it.</param>
/// <param name="Until">When it ends by itself; null: when it is released.</param>
public sealed record LegalHold(long Number, Uid StudyInstanceUid, DateTimeOffset At, string Who, string Why, DateTimeOffset? Until);
