using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Server.DicomWeb.Worklist;

/// <summary>What a search for workitems returns without being asked (PS3.4 Table CC.2.5-3, return keys of type 1 and 2).</summary>
internal static class WorkitemAttributes
{
    public static IReadOnlyList<Tag> Listed { get; } =
    [
        Tags.SOPClassUID, Tags.SOPInstanceUID, Tags.ProcedureStepState, Tags.ScheduledProcedureStepPriority, Tags.ProcedureStepLabel, Tags.WorklistLabel,
        Tags.ScheduledProcedureStepStartDateTime, Tags.ExpectedCompletionDateTime, Tags.ScheduledProcedureStepModificationDateTime, Tags.InputReadinessState, Tags.StudyInstanceUID,
        Tags.PatientName, Tags.PatientID, Tags.IssuerOfPatientID, Tags.PatientBirthDate, Tags.PatientSex, Tags.AdmissionID, Tags.IssuerOfAdmissionIDSequence,
        Tags.ScheduledStationNameCodeSequence, Tags.ScheduledStationClassCodeSequence, Tags.ScheduledStationGeographicLocationCodeSequence, Tags.ScheduledHumanPerformersSequence,
        Tags.ScheduledWorkitemCodeSequence, Tags.ScheduledProcessingParametersSequence, Tags.CommentsOnTheScheduledProcedureStep, Tags.InputInformationSequence, Tags.ReferencedRequestSequence,
        Tags.ProcedureStepProgressInformationSequence,
    ];
}
