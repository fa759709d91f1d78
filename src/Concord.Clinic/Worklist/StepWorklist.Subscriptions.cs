using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Vault.Query;

namespace Concord.Clinic.Worklist;

/// <content>Who is told (PS3.4 §CC.2.3).</content>
public sealed partial class StepWorklist
{
    /// <summary>Begins to listen to what the application entity subscribes to; null when too many listen.</summary>
    public WorklistListener? Listen(string aeTitle) => _listeners.Open(aeTitle);

    /// <summary>What an application entity subscribes to.</summary>
    public IReadOnlyList<Subscription> SubscriptionsOf(string aeTitle)
    {
        lock (_look) return _subscriptions.Of(aeTitle);
    }

    /// <summary>N-ACTION Subscribe to Receive UPS Event Reports; the state of each step is told at once.</summary>
    /// <param name="target">A step, <see cref="Subscription.Global"/> or <see cref="Subscription.Filtered"/>.</param>
    /// <param name="filter">Keys, of a filtered one.</param>
    /// <exception cref="IOException">It is not durable.</exception>
    /// <exception cref="QueryException">A value cannot be a key of its VR.</exception>
    public Task<Turn> Subscribe(string aeTitle, Uid target, bool hasLock, DataSet? filter, CancellationToken cancel) => InTurn(async () =>
    {
        var subscription = new Subscription(aeTitle, target, IsOn: true, hasLock) { Since = _book.LastNumber };
        if (subscription.IsOfOneStep && _book.Find(target) is null) return Unknown;
        if (target == Subscription.Filtered)
        {
            if (filter is not { Count: > 0 }) return new(StepStatus.MissingAttribute, "A filtered subscription has keys");
            var matches = KeyMatcher.Compile(filter, fuzzy: false);
            subscription = subscription with { Filter = filter, Matched = _book.All.Where(step => matches(step.Attributes)).Select(step => step.InstanceUid).ToHashSet() };
        }
        if (!HasRoomFor(subscription)) return TooMany;
        await Keep(subscription);
        foreach (var step in subscription.IsOfOneStep ? [_book.Find(target)!] : _book.All.Where(subscription.Covers).TakeLast(_options.MaxWaitingEvents / 2).ToList())
            _listeners.Tell(aeTitle, StepEvents.StateReport(step));
        return new(StepStatus.Success);
    }, cancel);

    /// <summary>N-ACTION Unsubscribe: of one step, whatever else is subscribed to; of a well-known UID, that; of <see cref="Subscription.Global"/>, everything.</summary>
    /// <exception cref="IOException">It is not durable.</exception>
    public Task<Turn> Unsubscribe(string aeTitle, Uid target, CancellationToken cancel) => InTurn(async () =>
    {
        var own = _subscriptions.Of(aeTitle);
        if (target == Subscription.Global)
        {
            foreach (var one in own) await Drop(one);
            return own.Count > 0 ? new(StepStatus.Success) : NotSubscribed;
        }
        var known = _subscriptions.Find(aeTitle, target);
        if (target == Subscription.Filtered)
        {
            if (known is null) return NotSubscribed;
            await Drop(known);
            return new(StepStatus.Success);
        }
        if (_book.Find(target) is not { } step) return Unknown;
        if (known is null ? !own.Any(one => one.Covers(step)) : !known.IsOn) return NotSubscribed;
        if (!own.Any(one => !one.IsOfOneStep && one.Covers(step)))
        {
            await Drop(known!);
            return new(StepStatus.Success);
        }
        var not = new Subscription(aeTitle, target, IsOn: false, HasLock: false);
        if (!HasRoomFor(not)) return TooMany;
        await Keep(not);
        return new(StepStatus.Success);
    }, cancel);

    /// <summary>N-ACTION Suspend Global Subscription: steps that come later are not told of any more.</summary>
    /// <param name="target"><see cref="Subscription.Global"/> or <see cref="Subscription.Filtered"/>.</param>
    /// <exception cref="IOException">It is not durable.</exception>
    public Task<Turn> Suspend(string aeTitle, Uid target, CancellationToken cancel) => InTurn(async () =>
    {
        if (target != Subscription.Global && target != Subscription.Filtered) return new(StepStatus.InvalidAttributeValue, "A subscription to all steps alone is suspended", Tags.SOPInstanceUID);
        if (_subscriptions.Find(aeTitle, target) is not { } known) return NotSubscribed;
        await Keep(known with { Until = _book.LastNumber });
        return new(StepStatus.Success);
    }, cancel);

    private static Turn TooMany => new(StepStatus.ResourceLimitation, "There are too many subscriptions");

    private bool HasRoomFor(Subscription subscription)
    {
        var old = _subscriptions.Find(subscription.AeTitle, subscription.Target) is { } known ? WorklistSubscriptions.WeightOf(known) : 0;
        return _subscriptions.Count - old + WorklistSubscriptions.WeightOf(subscription) <= _options.MaxSubscriptions;
    }

    private static Turn NotSubscribed => new(StepStatus.Unknown, "There is no such subscription");

    private async Task Keep(Subscription subscription)
    {
        await _records.Put(subscription);
        lock (_look) _subscriptions.Put(subscription);
    }

    private async Task Drop(Subscription subscription)
    {
        await _records.Remove(subscription);
        lock (_look) _subscriptions.Remove(subscription);
    }
}
