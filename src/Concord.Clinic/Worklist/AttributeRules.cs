using System.Globalization;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Clinic.Worklist;

/// <summary>What a step may and must have when it is created, updated and finished (PS3.4 Table CC.2.5-3).</summary>
public static class AttributeRules
{
    /// <summary>Type 1 from the creation on.</summary>
    private static readonly Tag[] Required = [Tags.ScheduledProcedureStepPriority, Tags.ProcedureStepLabel, Tags.ScheduledProcedureStepStartDateTime, Tags.InputReadinessState];

    /// <summary>Type 2: there, if empty.</summary>
    private static readonly Tag[] Present =
    [
        Tags.ScheduledProcessingParametersSequence, Tags.ScheduledStationNameCodeSequence, Tags.ScheduledStationClassCodeSequence, Tags.ScheduledStationGeographicLocationCodeSequence,
        Tags.ScheduledWorkitemCodeSequence, Tags.CommentsOnTheScheduledProcedureStep, Tags.InputInformationSequence, Tags.PatientName, Tags.PatientID, Tags.PatientBirthDate, Tags.PatientSex,
        Tags.AdmissionID, Tags.IssuerOfAdmissionIDSequence, Tags.AdmittingDiagnosesDescription, Tags.AdmittingDiagnosesCodeSequence, Tags.ReferencedRequestSequence,
        Tags.ProcedureStepProgressInformationSequence, Tags.UnifiedProcedureStepPerformedProcedureSequence,
    ];

    /// <summary>Empty as long as nobody performs it.</summary>
    private static readonly Tag[] EmptyAtFirst = [Tags.ProcedureStepProgressInformationSequence, Tags.UnifiedProcedureStepPerformedProcedureSequence];

    /// <summary>Whom it is about and what asked for it: said once.</summary>
    private static readonly Tag[] Fixed =
    [
        Tags.SOPClassUID, Tags.SOPInstanceUID, Tags.ProcedureStepState, Tags.PatientName, Tags.PatientID, Tags.OtherPatientIDsSequence, Tags.PatientBirthDate, Tags.PatientSex, Tags.AdmissionID,
        Tags.IssuerOfAdmissionIDSequence, Tags.AdmittingDiagnosesDescription, Tags.AdmittingDiagnosesCodeSequence, Tags.ReferencedRequestSequence, Tags.ReplacedProcedureStepSequence,
    ];

    private static readonly Dictionary<Tag, string[]> Terms = new()
    {
        [Tags.ScheduledProcedureStepPriority] = ["HIGH", "MEDIUM", "LOW"],
        [Tags.InputReadinessState] = ["READY", "UNREADY", "INCOMPLETE"],
    };

    /// <summary>Checks a new step and fills in what is the archive's to say.</summary>
    /// <param name="created">Is changed.</param>
    public static Turn Create(DataSet created, Uid instance, DateTimeOffset now)
    {
        if (created.GetString(Tags.TransactionUID) is not null) return new(StepStatus.InvalidAttributeValue, "A step is created without Transaction UID", Tags.TransactionUID);
        if (StepStates.Parse(created.GetString(Tags.ProcedureStepState)) != StepState.Scheduled) return new(StepStatus.NotScheduled, "A step is created SCHEDULED", Tags.ProcedureStepState);
        if (FindMissing(created) is { } missing) return missing;
        if (FindWrong(created) is { } wrong) return wrong;
        foreach (var tag in EmptyAtFirst)
            if (created.GetItems(tag).Count > 0) return new(StepStatus.InvalidAttributeValue, "Nobody has performed a new step", tag);
        created.Remove(Tags.TransactionUID);
        created.SetUid(Tags.SOPClassUID, Step.SopClass).SetUid(Tags.SOPInstanceUID, instance);
        SetModified(created, now);
        return new(Complete(created) ? StepStatus.CreatedModified : StepStatus.Success);
    }

    /// <summary>Puts an update into a step; what is empty there is emptied here.</summary>
    /// <param name="step">Is changed.</param>
    public static Turn Update(DataSet step, DataSet update, DateTimeOffset now)
    {
        foreach (var tag in Fixed)
            if (update.Contains(tag)) return new(StepStatus.InvalidAttributeValue, "The attribute is not to be changed", tag);
        foreach (var tag in Required)
            if (update.Contains(tag) && update.GetString(tag) is null) return new(StepStatus.MissingValue, "The attribute has no value", tag);
        if (FindWrong(update) is { } wrong) return wrong;
        foreach (var element in update)
            if (element.Tag != Tags.TransactionUID && element.Tag != Tags.SpecificCharacterSet && element.Tag != Tags.ScheduledProcedureStepModificationDateTime) step.Set(element);
        SetModified(step, now);
        return new(StepStatus.Success);
    }

    /// <summary>What a step still needs to be completed; null when nothing.</summary>
    public static Turn? FindUnfinished(DataSet step)
    {
        if (step.GetItems(Tags.UnifiedProcedureStepPerformedProcedureSequence) is not [var performed, ..])
            return new(StepStatus.FinalStateNotMet, "What was performed is not said", Tags.UnifiedProcedureStepPerformedProcedureSequence);
        foreach (var tag in new[] { Tags.PerformedStationNameCodeSequence, Tags.OutputInformationSequence })
            if (!performed.Contains(tag)) return new(StepStatus.FinalStateNotMet, "What was performed is not said whole", tag);
        foreach (var tag in new[] { Tags.PerformedProcedureStepStartDateTime, Tags.PerformedProcedureStepEndDateTime })
            if (performed.GetString(tag) is null) return new(StepStatus.FinalStateNotMet, "What was performed is not said whole", tag);
        return performed.GetItems(Tags.PerformedWorkitemCodeSequence).Count > 0
            ? null
            : new(StepStatus.FinalStateNotMet, "What was performed is not said whole", Tags.PerformedWorkitemCodeSequence);
    }

    /// <summary>Says in a step when and why it was canceled, where its performer did not.</summary>
    /// <param name="request">What who asked for it said; or null.</param>
    public static void Cancel(DataSet step, DataSet? request, DateTimeOffset now)
    {
        var progress = step.GetItems(Tags.ProcedureStepProgressInformationSequence) is [var item, ..] ? Copy(item) : new DataSet();
        foreach (var tag in new[] { Tags.ReasonForCancellation, Tags.ProcedureStepDiscontinuationReasonCodeSequence })
            if (request?.Find(tag) is { } said && !progress.Contains(tag)) progress.Set(said);
        if (progress.GetString(Tags.ProcedureStepCancellationDateTime) is null) progress.SetString(Tags.ProcedureStepCancellationDateTime, Text(now));
        if (progress.GetItems(Tags.ProcedureStepDiscontinuationReasonCodeSequence).Count == 0)
        {
            var unspecified = new DataSet().SetString(Tags.CodeValue, "110513").SetString(Tags.CodingSchemeDesignator, "DCM").SetString(Tags.CodeMeaning, "Discontinued for unspecified reason");
            progress.SetItems(Tags.ProcedureStepDiscontinuationReasonCodeSequence, unspecified);
        }
        step.SetItems(Tags.ProcedureStepProgressInformationSequence, progress);
        SetModified(step, now);
    }

    /// <summary>Another data set with the same elements.</summary>
    public static DataSet Copy(DataSet of)
    {
        var copy = new DataSet(of.ByteOrder);
        foreach (var element in of) copy.Set(element);
        return copy;
    }

    private static Turn? FindMissing(DataSet created)
    {
        foreach (var tag in Required)
        {
            if (!created.Contains(tag)) return new(StepStatus.MissingAttribute, "An attribute is missing", tag);
            if (created.GetString(tag) is null) return new(StepStatus.MissingValue, "An attribute has no value", tag);
        }
        return null;
    }

    private static Turn? FindWrong(DataSet step)
    {
        foreach (var (tag, terms) in Terms)
            if (step.GetString(tag) is { } term && !terms.Contains(term, StringComparer.Ordinal)) return new(StepStatus.InvalidAttributeValue, $"The attribute is one of {string.Join(", ", terms)}", tag);
        return null;
    }

    /// <summary>Whether anything was filled in that the requester ought to have said.</summary>
    private static bool Complete(DataSet created)
    {
        var isModified = false;
        foreach (var tag in Present.Where(tag => !created.Contains(tag)))
        {
            created.SetEmpty(tag);
            isModified = true;
        }
        if (created.GetString(Tags.WorklistLabel) is not null) return isModified;
        isModified |= !created.Contains(Tags.WorklistLabel);
        created.SetString(Tags.WorklistLabel, "Worklist");
        return isModified;
    }

    private static void SetModified(DataSet step, DateTimeOffset now) => step.SetString(Tags.ScheduledProcedureStepModificationDateTime, Text(now));

    private static string Text(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture) + "+0000";
}
