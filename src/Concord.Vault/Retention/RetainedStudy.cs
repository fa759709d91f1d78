using Concord.Dicom.DataElements;

namespace Concord.Vault.Retention;

/// <summary>What retention goes by of a study, as the index has it.</summary>
/// <param name="StudyDate">Eight digits or "".</param>
/// <param name="BirthDate">Eight digits or "".</param>
/// <param name="Site">Of the study: that of its lowest arrival.</param>
/// <param name="LastArrival">When something of it last arrived; null when that is not known.</param>
/// <param name="Series">Site and modality of each kind of series, once each.</param>
public sealed record RetainedStudy(
    Uid StudyInstanceUid, string StudyDate, string BirthDate, string Site, DateTimeOffset? LastArrival, IReadOnlyList<(string Site, string Modality)> Series, long Instances, long Bytes)
{
    /// <summary>A person has brought it back after a rule had rejected it: the rule's name and text then. Null when not, or when something arrived since.</summary>
    public (string Rule, string Text)? RestoredFrom { get; init; }

    /// <summary>The modalities of the study, separated by a backslash.</summary>
    public string Modalities => string.Join('\\', Series.Select(series => series.Modality).Where(modality => modality.Length > 0).Distinct().Order(StringComparer.Ordinal));
}
