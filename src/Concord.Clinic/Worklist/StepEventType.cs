namespace Concord.Clinic.Worklist;

/// <summary>Event Type ID of what subscribers are told (PS3.4 Table CC.2.4-1).</summary>
public enum StepEventType
{
    StateReport = 1,
    CancelRequested = 2,
    ProgressReport = 3,
    ScpStatusChange = 4,
    Assigned = 5,
}
