using System.Collections.Frozen;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Vault.Index;

namespace Concord.Vault.Query;

/// <summary>Which level a key belongs to, and which attributes are computed rather than stored (PS3.4 §C.3, §C.6).</summary>
internal static class KeyLevels
{
    private static readonly FrozenDictionary<Tag, QueryLevel> Computed = new Dictionary<Tag, QueryLevel>
    {
        [Tags.NumberOfPatientRelatedStudies] = QueryLevel.Patient,
        [Tags.NumberOfPatientRelatedSeries] = QueryLevel.Patient,
        [Tags.NumberOfPatientRelatedInstances] = QueryLevel.Patient,
        [Tags.ModalitiesInStudy] = QueryLevel.Study,
        [Tags.SOPClassesInStudy] = QueryLevel.Study,
        [Tags.NumberOfStudyRelatedSeries] = QueryLevel.Study,
        [Tags.NumberOfStudyRelatedInstances] = QueryLevel.Study,
        [Tags.NumberOfSeriesRelatedInstances] = QueryLevel.Series,
    }.ToFrozenDictionary();

    /// <summary>They say how to ask or to answer and match nothing.</summary>
    private static readonly FrozenSet<Tag> Directives = FrozenSet.Create(
        Tags.SpecificCharacterSet, Tags.QueryRetrieveLevel, Tags.RetrieveAETitle, Tags.RetrieveURL, Tags.TimezoneOffsetFromUTC);

    public static bool IsDirective(Tag tag) => Directives.Contains(tag) || tag.IsGroupLength;

    /// <summary>Search finds it by a column, by the locator, or computes it.</summary>
    public static bool IsFoundAlready(Tag tag) =>
        Computed.ContainsKey(tag) || ColumnKey.Has(tag) || tag == Tags.PatientName || tag == Tags.SOPInstanceUID || tag == Tags.InstanceAvailability;

    public static QueryLevel Of(Tag tag)
    {
        if (Computed.TryGetValue(tag, out var level)) return level;
        if (tag == Tags.InstanceAvailability || LevelTags.Patient.Contains(tag)) return QueryLevel.Patient; // availability: the same at every level
        if (LevelTags.Study.Contains(tag)) return QueryLevel.Study;
        return LevelTags.Series.Contains(tag) ? QueryLevel.Series : QueryLevel.Image;
    }
}
