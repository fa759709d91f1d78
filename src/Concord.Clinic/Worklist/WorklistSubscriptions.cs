using Concord.Dicom.DataElements;
using Concord.Vault.Query;

namespace Concord.Clinic.Worklist;

/// <summary>Who is told of which step (PS3.4 §CC.2.3). Not for several threads at once.</summary>
internal sealed class WorklistSubscriptions
{
    private readonly Dictionary<string, Dictionary<Uid, Subscription>> _all = new(StringComparer.Ordinal);

    /// <summary>How many there are, each step that a filtered one holds counted: what they take in memory goes by it.</summary>
    public int Count { get; private set; }

    public Subscription? Find(string aeTitle, Uid target) => _all.GetValueOrDefault(aeTitle)?.GetValueOrDefault(target);

    public IReadOnlyList<Subscription> Of(string aeTitle) => _all.TryGetValue(aeTitle, out var own) ? [.. own.Values] : [];

    public IReadOnlyList<Subscription> OfStep(Uid step) => [.. _all.Values.Select(own => own.GetValueOrDefault(step)).OfType<Subscription>()];

    public void Put(Subscription subscription)
    {
        if (!_all.TryGetValue(subscription.AeTitle, out var own)) _all.Add(subscription.AeTitle, own = []);
        if (own.TryGetValue(subscription.Target, out var old)) Count -= WeightOf(old);
        own[subscription.Target] = subscription;
        Count += WeightOf(subscription);
    }

    public void Remove(Subscription subscription)
    {
        if (!_all.TryGetValue(subscription.AeTitle, out var own) || !own.Remove(subscription.Target, out var old)) return;
        Count -= WeightOf(old);
        if (own.Count == 0) _all.Remove(subscription.AeTitle);
    }

    /// <summary>Whose filtered subscription a new step matches.</summary>
    public IReadOnlyList<string> Match(DataSet attributes) =>
        [.. _all.Where(one => one.Value.GetValueOrDefault(Subscription.Filtered) is { Filter: { } filter, Until: null } && KeyMatcher.Compile(filter, fuzzy: false)(attributes)).Select(one => one.Key)];

    /// <summary>AE titles to tell.</summary>
    public IEnumerable<string> Covering(Step step) => _all.Where(one => IsTold(one.Value, step)).Select(one => one.Key);

    /// <summary>Whether someone wants the step to stay.</summary>
    public bool IsLocked(Step step) => _all.Values.Any(own => own.GetValueOrDefault(step.InstanceUid) is { } one ? one is { IsOn: true, HasLock: true } : own.Values.Any(all => all.HasLock && all.Covers(step)));

    public static int WeightOf(Subscription subscription) => 1 + subscription.Matched.Count;

    /// <summary>What is said of the step itself goes before what is said of all.</summary>
    private static bool IsTold(Dictionary<Uid, Subscription> own, Step step) => own.GetValueOrDefault(step.InstanceUid) is { } one ? one.IsOn : own.Values.Any(all => all.Covers(step));
}
