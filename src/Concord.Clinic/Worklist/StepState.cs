namespace Concord.Clinic.Worklist;

/// <summary>Procedure Step State (0074,1000), PS3.4 §CC.1.1.</summary>
public enum StepState
{
    Scheduled,
    InProgress,
    Completed,
    Canceled,
}
