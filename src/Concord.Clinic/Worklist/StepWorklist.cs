using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Vault.Query;
using Concord.Vault.Records;

namespace Concord.Clinic.Worklist;

/// <summary>The worklist of Unified Procedure Steps (PS3.4 Annex CC): the one way in for DIMSE and web alike.</summary>
/// <remarks>Any number of threads; one change at a time, durable before it is answered, and told to listeners in that order.</remarks>
public sealed partial class StepWorklist : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Lock _look = new(); // over what the book and the subscriptions say; changed with the gate held
    private readonly StepBook _book = new();
    private readonly WorklistSubscriptions _subscriptions = new();
    private readonly WorklistOptions _options;
    private readonly TimeProvider _time;
    private readonly RecordJournal _journal;
    private readonly StepRecords _records;
    private readonly Listeners _listeners;

    private StepWorklist(RecordJournal journal, WorklistOptions options, TimeProvider time)
    {
        (_journal, _options, _time) = (journal, options, time);
        (_records, _listeners) = (new(journal), new(options));
    }

    public int Count
    {
        get
        {
            lock (_look) return _book.Count;
        }
    }

    /// <param name="journal">Is disposed of with the worklist.</param>
    public static StepWorklist Open(RecordJournal journal, WorklistOptions options, TimeProvider time)
    {
        var worklist = new StepWorklist(journal, options, time);
        worklist._records.Load(worklist._book.Put, worklist._book.PutGone, worklist._subscriptions.Put);
        return worklist;
    }

    /// <summary>The step; null when there is none, or none any more (<see cref="IsGone"/>).</summary>
    public Step? Find(Uid instance)
    {
        lock (_look) return _book.Find(instance);
    }

    public bool IsGone(Uid instance)
    {
        lock (_look) return _book.IsGone(instance);
    }

    /// <summary>Steps that match, in the order in which they were created.</summary>
    /// <exception cref="QueryException">A value cannot be a key of its VR.</exception>
    public IReadOnlyList<Step> Search(DataSet keys, bool fuzzy)
    {
        var matches = KeyMatcher.Compile(keys, fuzzy);
        List<Step> all;
        lock (_look) all = [.. _book.All];
        return [.. all.Where(step => matches(step.Attributes))];
    }

    /// <summary>N-CREATE (PS3.4 §CC.2.5).</summary>
    /// <param name="attributes">Becomes the step's own.</param>
    /// <exception cref="IOException">It is not durable.</exception>
    public Task<Turn> Create(Uid instance, DataSet attributes, CancellationToken cancel) => InTurn(async () =>
    {
        if (_book.Find(instance) is not null || _book.IsGone(instance)) return new(StepStatus.DuplicateInstance, "There is a step of that UID", Tags.SOPInstanceUID);
        var now = _time.GetUtcNow();
        var turn = AttributeRules.Create(attributes, instance, now);
        if (!turn.IsDone) return turn;
        var step = StepRecords.Weigh(new(instance, _book.LastNumber + 1, StepState.Scheduled, attributes, now) { Watchers = _subscriptions.Match(attributes) });
        if (_book.Count >= _options.MaxWorkitems || _book.Bytes + step.Bytes > _options.MaxBytes) return new(StepStatus.ResourceLimitation, "There are too many steps");
        await Keep(null, step);
        return turn;
    }, cancel);

    /// <summary>N-SET (PS3.4 §CC.2.6).</summary>
    /// <exception cref="IOException">It is not durable.</exception>
    public Task<Turn> Update(Uid instance, Uid? transaction, DataSet update, CancellationToken cancel) => InTurn(async () =>
    {
        if (_book.Find(instance) is not { } step) return Unknown;
        if (StateRules.Update(step.State, transaction is not null, step.IsClaimedBy(transaction)) is var status and not StepStatus.Success) return new(status, CommentOf(status), Tags.TransactionUID);
        var now = _time.GetUtcNow();
        var attributes = AttributeRules.Copy(step.Attributes);
        var turn = AttributeRules.Update(attributes, update, now);
        if (!turn.IsDone) return turn;
        var changed = StepRecords.Weigh(step with { Attributes = attributes, At = now });
        if (_book.Bytes + changed.Bytes - step.Bytes > _options.MaxBytes) return new(StepStatus.ResourceLimitation, "The steps take too much room");
        await Keep(step, changed);
        return turn;
    }, cancel);

    /// <summary>N-ACTION Change UPS State (PS3.4 §CC.2.1).</summary>
    /// <exception cref="IOException">It is not durable.</exception>
    public Task<Turn> Change(Uid instance, StepState state, Uid? transaction, CancellationToken cancel) => InTurn(async () =>
    {
        if (_book.Find(instance) is not { } step) return Unknown;
        if (StateRules.Change(step.State, state, step.IsClaimedBy(transaction)) is var status and not StepStatus.Success) return new(status, CommentOf(status), Tags.TransactionUID);
        if (state == StepState.Completed && AttributeRules.FindUnfinished(step.Attributes) is { } unfinished) return unfinished;
        await Keep(step, Changed(step, state, null) with { Claim = transaction });
        return new(StepStatus.Success);
    }, cancel);

    /// <summary>N-ACTION Request UPS Cancel (PS3.4 §CC.2.2): a scheduled step is canceled; who performs one in progress is told, and decides.</summary>
    /// <param name="request">Reason and contact.</param>
    /// <param name="from">AE title of who asks.</param>
    /// <exception cref="IOException">It is not durable.</exception>
    public Task<Turn> RequestCancel(Uid instance, DataSet request, string from, CancellationToken cancel) => InTurn(async () =>
    {
        if (_book.Find(instance) is not { } step) return Unknown;
        if (StateRules.RequestCancel(step.State) is var status and not StepStatus.Success) return new(status, CommentOf(status));
        if (step.State == StepState.Scheduled) await Keep(step, Changed(step, StepState.Canceled, request));
        else Tell(step, [StepEvents.CancelRequested(step, request, from)]);
        return new(StepStatus.Success);
    }, cancel);

    /// <summary>Takes away finished steps that nobody wants to stay; how many.</summary>
    /// <exception cref="IOException">A disk fault; the rest stays.</exception>
    public async Task<int> Expire(CancellationToken cancel)
    {
        var before = _time.GetUtcNow().AddDays(-_options.KeepDays);
        List<Uid> finished;
        IReadOnlyList<Uid> gone;
        lock (_look) (finished, gone) = ([.. _book.All.Where(step => step.State.IsFinal && step.At < before).Select(step => step.InstanceUid)], _book.GoneBefore(before));
        var count = 0;
        foreach (var instance in finished)
            if (await InTurn(() => TakeAway(instance), cancel) is { IsDone: true }) count++;
        foreach (var instance in gone)
        {
            await InTurn(async () =>
            {
                await _records.Forget(instance);
                lock (_look) _book.Forget(instance);
                return new(StepStatus.Success);
            }, cancel);
        }
        return count;
    }

    public void Dispose()
    {
        _listeners.CloseAll();
        _journal.Dispose();
        _gate.Dispose();
    }

    private static Turn Unknown => new(StepStatus.Unknown, "There is no step of that UID", Tags.SOPInstanceUID);

    private async Task<Turn> TakeAway(Uid instance)
    {
        if (_book.Find(instance) is not { } step || _subscriptions.IsLocked(step)) return Unknown;
        foreach (var subscription in _subscriptions.OfStep(instance))
        {
            await _records.Remove(subscription);
            lock (_look) _subscriptions.Remove(subscription);
        }
        await _records.PutGone(instance, _time.GetUtcNow());
        lock (_look) _book.PutGone(instance, _time.GetUtcNow());
        return new(StepStatus.Success);
    }

    /// <summary>The step in another state.</summary>
    private Step Changed(Step step, StepState state, DataSet? request)
    {
        var (attributes, now) = (AttributeRules.Copy(step.Attributes).SetString(Tags.ProcedureStepState, state.Term), _time.GetUtcNow());
        if (state == StepState.Canceled) AttributeRules.Cancel(attributes, request, now);
        return StepRecords.Weigh(step with { State = state, Attributes = attributes, At = now });
    }

    private async Task Keep(Step? before, Step after)
    {
        await _records.Put(after);
        lock (_look) _book.Put(after);
        Tell(after, [.. StepEvents.Between(before, after)]);
    }

    private void Tell(Step step, IReadOnlyList<StepEvent> events)
    {
        if (events.Count == 0) return;
        foreach (var aeTitle in _subscriptions.Covering(step))
            foreach (var told in events) _listeners.Tell(aeTitle, told);
    }

    private async Task<Turn> InTurn(Func<Task<Turn>> change, CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        try
        {
            return await change(); // not given up in the middle: what is on the disk and what is known must be the same
        }
        finally
        {
            _gate.Release();
        }
    }

    private static string CommentOf(StepStatus status) => status switch
    {
        StepStatus.WrongTransaction => "The Transaction UID is missing or not that of who claimed the step",
        StepStatus.NoLongerUpdated => "The step may no longer be updated",
        StepStatus.AlreadyInProgress => "The step is in progress already",
        StepStatus.OnlyCreatedScheduled => "A step is SCHEDULED by being created alone",
        StepStatus.NotInProgress => "The step is not in progress yet",
        StepStatus.IsCompleted => "The step is completed",
        _ => "The step is in that state already",
    };
}
