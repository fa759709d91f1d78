using Concord.Dicom.DataElements;

namespace Concord.Vault.Changes;

/// <summary>One entry of the change feed; <paramref name="ChangeNumber"/> is contiguous and given in the index commit.</summary>
/// <param name="Kind"><c>stored</c>, <c>kept-aside</c>, <c>deleted</c>, <c>sealed</c>, <c>moved</c>, <c>repaired</c>; <c>replaced</c> (a series' bundles were rewritten, one change
/// an operation) and <c>purged</c> (the same, and bytes of deleted objects are gone): <see cref="Index.VaultIndex.FindReplacedBundles"/> has the bundles;
/// the other kinds of <see cref="Index.Decision"/>; and <c>quota-warned</c>, <c>quota-full</c>, <c>quota-within</c> of a site; <c>corrected</c> and <c>correction-undone</c> of a study. UIDs below the level that was named are none.</param>
public sealed record Change(long ChangeNumber, DateTimeOffset At, string Kind, Uid StudyInstanceUid, Uid SeriesInstanceUid, Uid SopInstanceUid, string Who, string Why);
