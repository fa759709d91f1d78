using Concord.Dicom.DataElements;

namespace Concord.Vault.Retrieve;

/// <summary>What a retrieve names (PS3.4 §C.4.2.1, §C.4.3.1): lists at any level; each list that is given narrows, an empty one does not.</summary>
/// <remarks>At least one list is given. UIDs alone find what they name wherever it is (relational retrieve).</remarks>
public sealed record RetrieveSelector
{
    public IReadOnlyList<string> PatientIds { get; init; } = [];

    public IReadOnlyList<Uid> StudyInstanceUids { get; init; } = [];

    public IReadOnlyList<Uid> SeriesInstanceUids { get; init; } = [];

    public IReadOnlyList<Uid> SopInstanceUids { get; init; } = [];

    public bool IsEmpty => PatientIds.Count + StudyInstanceUids.Count + SeriesInstanceUids.Count + SopInstanceUids.Count == 0;

    /// <summary>The length of the longest list.</summary>
    public int MostNames => Math.Max(Math.Max(PatientIds.Count, StudyInstanceUids.Count), Math.Max(SeriesInstanceUids.Count, SopInstanceUids.Count));
}
