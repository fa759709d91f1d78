using Concord.Clinic.Worklist;

namespace Archive.Tests.Clinic;

/// <summary>PS3.4 Table CC.1.1-2, cell by cell: scheduled, in progress, completed, canceled.</summary>
public sealed class StateRulesTests
{
    private static readonly StepState[] States = [StepState.Scheduled, StepState.InProgress, StepState.Completed, StepState.Canceled];

    [Theory]
    [InlineData(StepState.InProgress, true, 0x0000, 0xC302, 0xC300, 0xC300)]
    [InlineData(StepState.InProgress, false, 0xC301, 0xC301, 0xC301, 0xC301)]
    [InlineData(StepState.Scheduled, true, 0xC303, 0xC303, 0xC303, 0xC303)]
    [InlineData(StepState.Scheduled, false, 0xC303, 0xC303, 0xC303, 0xC303)]
    [InlineData(StepState.Completed, true, 0xC310, 0x0000, 0xB306, 0xC300)]
    [InlineData(StepState.Completed, false, 0xC301, 0xC301, 0xC301, 0xC301)]
    [InlineData(StepState.Canceled, true, 0xC310, 0x0000, 0xC300, 0xB304)]
    [InlineData(StepState.Canceled, false, 0xC301, 0xC301, 0xC301, 0xC301)]
    public void A_change_of_state_meets_what_the_table_says(StepState to, bool isClaimant, params int[] statuses) =>
        Assert.Equal(statuses, States.Select(from => (int)StateRules.Change(from, to, isClaimant)));

    [Fact]
    public void A_request_for_cancellation_meets_what_the_table_says() =>
        Assert.Equal([0x0000, 0x0000, 0xC311, 0xB304], States.Select(from => (int)StateRules.RequestCancel(from)));

    [Fact]
    public void A_scheduled_step_is_updated_by_anyone_one_in_progress_by_its_claimant()
    {
        Assert.Equal([0x0000, 0xC301, 0xC300, 0xC300], States.Select(from => (int)StateRules.Update(from, hasTransaction: false, isClaimant: false)));
        Assert.Equal([0xC301, 0x0000, 0xC300, 0xC300], States.Select(from => (int)StateRules.Update(from, hasTransaction: true, isClaimant: true)));
    }
}
