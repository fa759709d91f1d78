namespace Concord.Clinic.Worklist;

/// <summary>States as the attribute has them.</summary>
public static class StepStates
{
    extension(StepState state)
    {
        /// <summary>The defined term: <c>IN PROGRESS</c>.</summary>
        public string Term => state switch
        {
            StepState.Scheduled => "SCHEDULED",
            StepState.InProgress => "IN PROGRESS",
            StepState.Completed => "COMPLETED",
            _ => "CANCELED",
        };

        /// <summary>Nothing changes any more.</summary>
        public bool IsFinal => state is StepState.Completed or StepState.Canceled;
    }

    /// <summary>Null for what is no state.</summary>
    public static StepState? Parse(string? term) => term switch
    {
        "SCHEDULED" => StepState.Scheduled,
        "IN PROGRESS" => StepState.InProgress,
        "COMPLETED" => StepState.Completed,
        "CANCELED" => StepState.Canceled,
        _ => null,
    };
}
