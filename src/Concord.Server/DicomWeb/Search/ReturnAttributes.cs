using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Server.DicomWeb.Search;

/// <summary>What a search returns without being asked (PS3.18 Tables 10.6.3-3, -4, -5).</summary>
internal static class ReturnAttributes
{
    public static IReadOnlyList<Tag> Study { get; } =
    [
        Tags.StudyDate, Tags.StudyTime, Tags.AccessionNumber, Tags.ModalitiesInStudy, Tags.ReferringPhysicianName, Tags.TimezoneOffsetFromUTC,
        Tags.PatientName, Tags.PatientID, Tags.PatientBirthDate, Tags.PatientSex, Tags.StudyInstanceUID, Tags.StudyID, Tags.StudyDescription,
        Tags.NumberOfStudyRelatedSeries, Tags.NumberOfStudyRelatedInstances,
    ];

    public static IReadOnlyList<Tag> Series { get; } =
    [
        Tags.Modality, Tags.TimezoneOffsetFromUTC, Tags.SeriesDescription, Tags.SeriesInstanceUID, Tags.SeriesNumber, Tags.NumberOfSeriesRelatedInstances,
        Tags.PerformedProcedureStepStartDate, Tags.PerformedProcedureStepStartTime, Tags.RequestAttributesSequence,
    ];

    public static IReadOnlyList<Tag> Instance { get; } =
    [
        Tags.SOPClassUID, Tags.SOPInstanceUID, Tags.TimezoneOffsetFromUTC, Tags.InstanceNumber, Tags.Rows, Tags.Columns, Tags.BitsAllocated, Tags.NumberOfFrames,
    ];
}
