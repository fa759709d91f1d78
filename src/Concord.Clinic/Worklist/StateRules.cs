namespace Concord.Clinic.Worklist;

/// <summary>The state table of PS3.4 Table CC.1.1-2.</summary>
public static class StateRules
{
    /// <summary>What a request to change the state meets; <see cref="StepStatus.Success"/> lets it.</summary>
    /// <param name="isClaimant">The Transaction UID of the request is the one that claimed the step; of a step not yet claimed: there is one.</param>
    public static StepStatus Change(StepState from, StepState to, bool isClaimant) => (to, from) switch
    {
        (StepState.Scheduled, _) => StepStatus.OnlyCreatedScheduled,
        _ when !isClaimant => StepStatus.WrongTransaction,
        (StepState.InProgress, StepState.Scheduled) => StepStatus.Success,
        (StepState.InProgress, StepState.InProgress) => StepStatus.AlreadyInProgress,
        (StepState.InProgress, _) => StepStatus.NoLongerUpdated,
        (_, StepState.Scheduled) => StepStatus.NotInProgress,
        (_, StepState.InProgress) => StepStatus.Success,
        (StepState.Completed, StepState.Completed) => StepStatus.AlreadyCompleted,
        (StepState.Canceled, StepState.Canceled) => StepStatus.AlreadyCanceled,
        _ => StepStatus.NoLongerUpdated,
    };

    /// <summary>What a request for cancellation meets. On success a scheduled step is canceled, and whoever performs one in progress is told.</summary>
    public static StepStatus RequestCancel(StepState from) => from switch
    {
        StepState.Completed => StepStatus.IsCompleted,
        StepState.Canceled => StepStatus.AlreadyCanceled,
        _ => StepStatus.Success,
    };

    /// <summary>What an update meets (PS3.4 §CC.2.6.3): a scheduled step is anyone's, one in progress its claimant's.</summary>
    public static StepStatus Update(StepState from, bool hasTransaction, bool isClaimant) => from switch
    {
        StepState.Scheduled => hasTransaction ? StepStatus.WrongTransaction : StepStatus.Success,
        StepState.InProgress => isClaimant ? StepStatus.Success : StepStatus.WrongTransaction,
        _ => StepStatus.NoLongerUpdated,
    };
}
