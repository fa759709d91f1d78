using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Archive.Tests.Clinic;

/// <summary>Procedure steps as requesters write them.</summary>
internal static class Steps
{
    public static DataSet New(string label = "Read CT", string patient = "张^三") => new DataSet()
        .SetString(Tags.SpecificCharacterSet, "ISO_IR 192").SetString(Tags.ProcedureStepState, "SCHEDULED").SetString(Tags.ScheduledProcedureStepPriority, "MEDIUM")
        .SetString(Tags.ProcedureStepLabel, label).SetString(Tags.WorklistLabel, "Reading").SetString(Tags.ScheduledProcedureStepStartDateTime, "20261127080000").SetString(Tags.InputReadinessState, "READY")
        .SetString(Tags.PatientName, patient).SetString(Tags.PatientID, "P1");

    /// <summary>What a performer says before it is done.</summary>
    public static DataSet Performed() => new DataSet().SetItems(
        Tags.UnifiedProcedureStepPerformedProcedureSequence,
        new DataSet().SetItems(Tags.PerformedStationNameCodeSequence, Code("STATION1")).SetItems(Tags.PerformedWorkitemCodeSequence, Code("110005")).SetEmpty(Tags.OutputInformationSequence)
            .SetString(Tags.PerformedProcedureStepStartDateTime, "20261127080000").SetString(Tags.PerformedProcedureStepEndDateTime, "20261127081000"));

    public static DataSet Code(string value) => new DataSet().SetString(Tags.CodeValue, value).SetString(Tags.CodingSchemeDesignator, "99TEST").SetString(Tags.CodeMeaning, value);
}
