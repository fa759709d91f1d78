using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Vault.Query.Matching;

/// <summary>Where the keys give a range for a date and for its time, the two are one range of instants: from the first date at the first time to the
/// last date at the last time (combined datetime matching, PS3.4 §C.2.2.2.5.4).</summary>
internal static class CombinedDateTime
{
    private static readonly (Tag Date, Tag Time)[] Pairs =
    [
        (Tags.StudyDate, Tags.StudyTime), (Tags.SeriesDate, Tags.SeriesTime), (Tags.AcquisitionDate, Tags.AcquisitionTime),
        (Tags.ContentDate, Tags.ContentTime), (Tags.PatientBirthDate, Tags.PatientBirthTime), (Tags.InstanceCreationDate, Tags.InstanceCreationTime),
        (Tags.PerformedProcedureStepStartDate, Tags.PerformedProcedureStepStartTime),
        (Tags.PerformedProcedureStepEndDate, Tags.PerformedProcedureStepEndTime),
    ];

    /// <summary>The pairs that the keys combine, each with its test.</summary>
    public static IEnumerable<(Tag Date, Tag Time, Predicate<DataSet> Test)> In(DataSet keys)
    {
        foreach (var (date, time) in Pairs)
            if (Range(keys, date, Vr.DA) is { } dates && Range(keys, time, Vr.TM) is { } times)
                yield return (date, time, candidate => IsWithin(candidate, date, time, dates, times));
    }

    private static DateTimeRange? Range(DataSet keys, Tag tag, Vr vr) =>
        keys.GetStrings(tag) is [{ Length: > 0 } only] && DateTimeRange.TryParse(only, vr, out var range) && range.IsRange ? range : null;

    private static bool IsWithin(DataSet candidate, Tag date, Tag time, DateTimeRange dates, DateTimeRange times)
    {
        var day = DateTimeRange.Comparable(candidate.GetString(date) ?? "", Vr.DA);
        var clock = DateTimeRange.Comparable(candidate.GetString(time) ?? "", Vr.TM);
        if (day.Length == 0) return false;
        var instant = day + clock.PadRight(12, '0');
        return (dates.Low.Length == 0 || string.CompareOrdinal(instant, dates.Low + times.Low.PadRight(12, '0')) >= 0)
            && (dates.High.Length == 0 || string.CompareOrdinal(instant, dates.High + times.High.PadRight(12, '9')) <= 0);
    }
}
