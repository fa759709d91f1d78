using Archive.Tests.Bundles;
using Archive.Tests.Receive;
using Concord.Clinic.Worklist;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Archive.Tests.Clinic;

/// <summary>Steps through their life, over restarts, and who is told.</summary>
public sealed class StepWorklistTests : IDisposable
{
    private static readonly Uid One = Uid.Parse("1.2.3.1"), Two = Uid.Parse("1.2.3.2"), Mine = Uid.Parse("1.2.9.1"), Yours = Uid.Parse("1.2.9.2");
    private readonly TestFolder _folder = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_step_goes_from_scheduled_to_completed_and_is_the_same_after_a_restart()
    {
        await Within(async worklist =>
        {
            Assert.Equal(StepStatus.CreatedModified, (await worklist.Create(One, Steps.New(), default)).Status);
            Assert.Equal(StepStatus.DuplicateInstance, (await worklist.Create(One, Steps.New(), default)).Status);
            Assert.Equal(StepStatus.Success, (await worklist.Update(One, null, new DataSet().SetString(Tags.ScheduledProcedureStepPriority, "HIGH"), default)).Status);
            Assert.Equal(StepStatus.Success, (await worklist.Change(One, StepState.InProgress, Mine, default)).Status);
        });
        await Within(async worklist =>
        {
            Assert.Equal(StepStatus.WrongTransaction, (await worklist.Change(One, StepState.Completed, Yours, default)).Status);
            Assert.Equal(StepStatus.WrongTransaction, (await worklist.Update(One, null, Steps.Performed(), default)).Status);
            var unfinished = await worklist.Change(One, StepState.Completed, Mine, default);
            Assert.Equal((StepStatus.FinalStateNotMet, Tags.UnifiedProcedureStepPerformedProcedureSequence), (unfinished.Status, unfinished.Offending));
            Assert.Equal(StepStatus.Success, (await worklist.Update(One, Mine, Steps.Performed(), default)).Status);
            Assert.Equal(StepStatus.Success, (await worklist.Change(One, StepState.Completed, Mine, default)).Status);
        });
        await Within(async worklist =>
        {
            var step = worklist.Find(One)!;
            Assert.Equal((StepState.Completed, "COMPLETED", "HIGH", "张^三"), (step.State, step.Attributes.GetString(Tags.ProcedureStepState), step.Attributes.GetString(Tags.ScheduledProcedureStepPriority), step.Attributes.GetString(Tags.PatientName)));
            Assert.False(step.Attributes.Contains(Tags.TransactionUID));
            Assert.Equal(StepStatus.AlreadyCompleted, (await worklist.Change(One, StepState.Completed, Mine, default)).Status);
            Assert.Equal(StepStatus.NoLongerUpdated, (await worklist.Update(One, Mine, Steps.Performed(), default)).Status);
            Assert.Equal(StepStatus.Unknown, (await worklist.Change(Two, StepState.InProgress, Mine, default)).Status);
        });
    }

    [Fact]
    public async Task What_a_step_may_not_say_is_refused_with_the_attribute_at_fault() => await Within(async worklist =>
    {
        async Task Refused(StepStatus status, Tag tag, DataSet step)
        {
            var turn = await worklist.Create(One, step, default);
            Assert.Equal((status, tag), (turn.Status, turn.Offending));
        }
        var bare = Steps.New();
        bare.Remove(Tags.ProcedureStepLabel);
        await Refused(StepStatus.MissingAttribute, Tags.ProcedureStepLabel, bare);
        await Refused(StepStatus.MissingValue, Tags.ProcedureStepLabel, Steps.New().SetEmpty(Tags.ProcedureStepLabel));
        await Refused(StepStatus.InvalidAttributeValue, Tags.InputReadinessState, Steps.New().SetString(Tags.InputReadinessState, "PERHAPS"));
        await Refused(StepStatus.NotScheduled, Tags.ProcedureStepState, Steps.New().SetString(Tags.ProcedureStepState, "COMPLETED"));
        await Refused(StepStatus.InvalidAttributeValue, Tags.TransactionUID, Steps.New().SetUid(Tags.TransactionUID, Mine));
        await Refused(StepStatus.InvalidAttributeValue, Tags.UnifiedProcedureStepPerformedProcedureSequence, Steps.New().SetItems(Tags.UnifiedProcedureStepPerformedProcedureSequence, Steps.Performed()));
        await worklist.Create(One, Steps.New(), default);
        foreach (var update in new[] { new DataSet().SetString(Tags.PatientID, "P2"), new DataSet().SetString(Tags.ProcedureStepState, "COMPLETED"), new DataSet().SetUid(Tags.SOPInstanceUID, Two) })
            Assert.Equal(StepStatus.InvalidAttributeValue, (await worklist.Update(One, null, update, default)).Status);
        Assert.Equal(StepStatus.MissingValue, (await worklist.Update(One, null, new DataSet().SetEmpty(Tags.ProcedureStepLabel), default)).Status);
        Assert.Equal("P1", worklist.Find(One)!.Attributes.GetString(Tags.PatientID));
    });

    [Fact]
    public async Task Room_is_bounded_by_number_and_by_bytes()
    {
        await Within(async worklist =>
        {
            Assert.True((await worklist.Create(One, Steps.New(), default)).IsDone);
            Assert.Equal(StepStatus.ResourceLimitation, (await worklist.Create(Two, Steps.New(), default)).Status);
        }, new() { MaxWorkitems = 1 });
        await Within(async worklist =>
        {
            Assert.Equal(StepStatus.ResourceLimitation, (await worklist.Update(One, null, new DataSet().SetString(Tags.CommentsOnTheScheduledProcedureStep, new string('x', 400_000)), default)).Status);
            Assert.Null(worklist.Find(One)!.Attributes.GetString(Tags.CommentsOnTheScheduledProcedureStep));
        }, new() { MaxBytes = 1 << 20 });
    }

    [Fact]
    public async Task Subscriptions_are_bounded_with_what_they_hold() => await Within(async worklist =>
    {
        foreach (var uid in new[] { One, Two }) await worklist.Create(uid, Steps.New(), default);
        var all = new DataSet().SetString(Tags.ProcedureStepLabel, "Read*");
        Assert.True((await worklist.Subscribe("A", Subscription.Filtered, false, all, default)).IsDone); // itself and two steps
        Assert.True((await worklist.Subscribe("A", Subscription.Filtered, false, all, default)).IsDone); // in its own place
        Assert.Equal(StepStatus.ResourceLimitation, (await worklist.Subscribe("B", Subscription.Filtered, false, all, default)).Status);
        Assert.True((await worklist.Subscribe("B", One, false, null, default)).IsDone);
        Assert.Equal(StepStatus.ResourceLimitation, (await worklist.Unsubscribe("A", One, default)).Status);
        Assert.True((await worklist.Unsubscribe("B", One, default)).IsDone);
        Assert.True((await worklist.Unsubscribe("A", One, default)).IsDone);
    }, new() { MaxSubscriptions = 4 });

    [Fact]
    public async Task Steps_are_found_by_what_they_say() => await Within(async worklist =>
    {
        await worklist.Create(One, Steps.New("Read CT"), default);
        await worklist.Create(Two, Steps.New("Read MR", "李^四"), default);
        await worklist.Change(Two, StepState.InProgress, Mine, default);
        Uid[] Found(DataSet keys) => [.. worklist.Search(keys, fuzzy: false).Select(step => step.InstanceUid)];
        Assert.Equal([One, Two], Found(new()));
        Assert.Equal([Two], Found(new DataSet().SetString(Tags.ProcedureStepState, "IN PROGRESS")));
        Assert.Equal([One], Found(new DataSet().SetString(Tags.ProcedureStepLabel, "*CT")));
        Assert.Equal([One, Two], Found(new DataSet().SetString(Tags.ScheduledProcedureStepStartDateTime, "20261127-20261128")));
        Assert.Equal([Two], Found(new DataSet().SetString(Tags.SpecificCharacterSet, "ISO_IR 192").SetString(Tags.PatientName, "李*")));
    });

    [Fact]
    public async Task Subscribers_are_told_of_what_they_asked_for_and_of_nothing_else()
    {
        await Within(async worklist =>
        {
            await worklist.Create(One, Steps.New("Read CT"), default);
            using var all = worklist.Listen("ALL")!;
            using var some = worklist.Listen("SOME")!;
            using var one = worklist.Listen("ONE")!;
            Assert.True((await worklist.Subscribe("ALL", Subscription.Global, false, null, default)).IsDone);
            Assert.True((await worklist.Subscribe("SOME", Subscription.Filtered, false, new DataSet().SetString(Tags.ProcedureStepLabel, "*MR*"), default)).IsDone);
            Assert.True((await worklist.Subscribe("ONE", One, false, null, default)).IsDone);
            Assert.Equal(StepStatus.Unknown, (await worklist.Subscribe("ONE", Two, false, null, default)).Status);
            Assert.Equal([$"{One} SCHEDULED"], Told(all));
            Assert.Empty(Told(some));
            Assert.Equal([$"{One} SCHEDULED"], Told(one));

            await worklist.Create(Two, Steps.New("Read MR"), default);
            await worklist.Change(Two, StepState.InProgress, Mine, default);
            await worklist.Change(One, StepState.InProgress, Yours, default);
            await worklist.RequestCancel(One, new DataSet().SetString(Tags.ReasonForCancellation, "no need"), "ASKER", default);
            Assert.Equal([$"{Two} SCHEDULED", $"{Two} IN PROGRESS", $"{One} IN PROGRESS", $"{One} CancelRequested no need ASKER"], Told(all));
            Assert.Equal([$"{Two} SCHEDULED", $"{Two} IN PROGRESS"], Told(some));
            Assert.Equal([$"{One} IN PROGRESS", $"{One} CancelRequested no need ASKER"], Told(one));
        });
        await Within(async worklist =>
        {
            using var all = worklist.Listen("ALL")!;
            using var some = worklist.Listen("SOME")!;
            Assert.True((await worklist.Suspend("ALL", Subscription.Global, default)).IsDone); // goes on for the steps that there are
            Assert.True((await worklist.Unsubscribe("ALL", Two, default)).IsDone);
            await worklist.Create(Uid.Parse("1.2.3.3"), Steps.New("Read MR"), default);
            await worklist.Change(Two, StepState.Canceled, Mine, default);
            await worklist.Change(One, StepState.Canceled, Yours, default);
            Assert.Equal([$"{One} CANCELED"], Told(all));
            Assert.Equal(["1.2.3.3 SCHEDULED", $"{Two} CANCELED"], Told(some));
            Assert.True((await worklist.Unsubscribe("ALL", Subscription.Global, default)).IsDone);
            Assert.Empty(worklist.SubscriptionsOf("ALL"));
            Assert.Equal(StepStatus.Unknown, (await worklist.Unsubscribe("ALL", Subscription.Global, default)).Status);
        });
    }

    [Fact]
    public async Task A_listener_who_does_not_read_is_let_go_and_others_hear_on() => await Within(async worklist =>
    {
        using var slow = worklist.Listen("A")!;
        Assert.NotNull(slow);
        Assert.Null(worklist.Listen("B"));
        await worklist.Subscribe("A", Subscription.Global, false, null, default);
        for (var i = 1; i <= 4; i++) await worklist.Create(Uid.Parse($"1.2.3.{i}"), Steps.New(), default);
        Assert.Equal(3, Told(slow).Length);
        Assert.True(slow.Events.Completion.IsCompleted);
        slow.Dispose();
        using var again = worklist.Listen("A")!;
        await worklist.Create(Uid.Parse("1.2.3.9"), Steps.New(), default);
        Assert.Equal(["1.2.3.9 SCHEDULED"], Told(again));
    }, new() { MaxWaitingEvents = 3, MaxListeners = 1 });

    [Fact]
    public async Task A_finished_step_goes_after_its_days_unless_someone_wants_it_to_stay()
    {
        await Within(async worklist =>
        {
            foreach (var uid in new[] { One, Two })
            {
                await worklist.Create(uid, Steps.New(), default);
                await worklist.RequestCancel(uid, new(), "ASKER", default);
            }
            await worklist.Subscribe("A", Two, hasLock: true, null, default);
            var progress = worklist.Find(One)!.Attributes.GetItems(Tags.ProcedureStepProgressInformationSequence)[0];
            Assert.NotNull(progress.GetString(Tags.ProcedureStepCancellationDateTime));
            Assert.Equal(0, await worklist.Expire(default));
            _time.Advance(TimeSpan.FromDays(31));
            Assert.Equal(1, await worklist.Expire(default));
            Assert.Equal((null, true, false), (worklist.Find(One), worklist.IsGone(One), worklist.IsGone(Two)));
        });
        await Within(async worklist =>
        {
            Assert.True(worklist.IsGone(One));
            Assert.Equal(StepStatus.DuplicateInstance, (await worklist.Create(One, Steps.New(), default)).Status);
            Assert.True((await worklist.Unsubscribe("A", Two, default)).IsDone);
            Assert.Equal(1, await worklist.Expire(default));
            _time.Advance(TimeSpan.FromDays(31));
            await worklist.Expire(default);
            Assert.False(worklist.IsGone(One));
        });
    }

    [Fact]
    public async Task A_damaged_line_loses_one_step_and_no_other()
    {
        await Within(async worklist =>
        {
            await worklist.Create(One, Steps.New(), default);
            await worklist.Create(Two, Steps.New(), default);
        });
        var path = Path.Combine(_folder.Path, "worklist");
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[50] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
        await Within(worklist =>
        {
            Assert.Equal((null, 1), (worklist.Find(One), worklist.Count));
            Assert.NotNull(worklist.Find(Two));
            return Task.CompletedTask;
        });
        Assert.Contains(Directory.GetFiles(Path.Combine(_folder.Path, "aside")), file => Path.GetFileName(file).StartsWith("worklist", StringComparison.Ordinal));
    }

    private async Task Within(Func<StepWorklist, Task> act, WorklistOptions? options = null)
    {
        await using var vault = await TestVault.Open(_folder.Path);
        using var worklist = StepWorklist.Open(vault.Vault.OpenWorklist(), options ?? new(), _time);
        await act(worklist);
    }

    private static string[] Told(WorklistListener listener)
    {
        var told = new List<string>();
        while (listener.Events.TryRead(out var one))
            told.Add(one.Type == StepEventType.StateReport ? $"{one.InstanceUid} {one.Information.GetString(Tags.ProcedureStepState)}"
                : $"{one.InstanceUid} {one.Type} {one.Information.GetString(Tags.ReasonForCancellation)} {one.Information.GetString(Tags.RequestingAE)}");
        return [.. told];
    }
}
