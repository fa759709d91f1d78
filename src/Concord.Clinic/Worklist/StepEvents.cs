using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Clinic.Worklist;

/// <summary>What a change of a step means to its subscribers (PS3.4 §CC.2.4.3).</summary>
public static class StepEvents
{
    /// <summary>State, input readiness, progress, and who is to do it, each when it changed.</summary>
    /// <param name="before">Null for a new one.</param>
    public static IEnumerable<StepEvent> Between(Step? before, Step after)
    {
        if (before?.State != after.State || before.InputReadiness != after.InputReadiness) yield return StateReport(after);
        if (HasChanged(before, after, Tags.ProcedureStepProgressInformationSequence) && after.State == StepState.InProgress) yield return new(after.InstanceUid, StepEventType.ProgressReport, Part(after, Tags.ProcedureStepProgressInformationSequence));
        Tag[] assignment = [Tags.ScheduledStationNameCodeSequence, Tags.ScheduledHumanPerformersSequence];
        if (assignment.Any(tag => HasChanged(before, after, tag))) yield return new(after.InstanceUid, StepEventType.Assigned, Part(after, assignment));
    }

    public static StepEvent StateReport(Step step)
    {
        var information = Part(step, Tags.InputReadinessState).SetString(Tags.ProcedureStepState, step.State.Term);
        if (step.State == StepState.Canceled && step.Attributes.GetItems(Tags.ProcedureStepProgressInformationSequence) is [{ } progress, ..])
            foreach (var tag in new[] { Tags.ReasonForCancellation, Tags.ProcedureStepDiscontinuationReasonCodeSequence })
                if (progress.Find(tag) is { } reason) information.Set(reason);
        return new(step.InstanceUid, StepEventType.StateReport, information);
    }

    /// <param name="request">Reason, discontinuation reason, contact: what the requester says.</param>
    /// <param name="from">AE title of who asks.</param>
    public static StepEvent CancelRequested(Step step, DataSet request, string from)
    {
        var information = new DataSet().SetString(Tags.SpecificCharacterSet, "ISO_IR 192").SetString(Tags.RequestingAE, from);
        foreach (var tag in new[] { Tags.ReasonForCancellation, Tags.ProcedureStepDiscontinuationReasonCodeSequence, Tags.ContactURI, Tags.ContactDisplayName })
            if (request.Find(tag) is { } said) information.Set(said);
        return new(step.InstanceUid, StepEventType.CancelRequested, information);
    }

    private static DataSet Part(Step step, params ReadOnlySpan<Tag> tags)
    {
        var part = new DataSet().SetString(Tags.SpecificCharacterSet, "ISO_IR 192");
        foreach (var tag in tags)
            if (step.Attributes.Find(tag) is { } element) part.Set(element);
        return part;
    }

    private static bool HasChanged(Step? before, Step after, Tag tag)
    {
        var (old, now) = (Items(before, tag), Items(after, tag));
        return (before is not null || now.Length > 0) && !old.AsSpan().SequenceEqual(now);
    }

    private static byte[] Items(Step? step, Tag tag) => step?.Attributes.Find(tag) is { } element && element.Items is { Count: > 0 } ? StepRecords.Json(new DataSet().Set(element)) : [];
}
