using Concord.Dicom.DataElements;

namespace Concord.Clinic.Worklist;

/// <summary>The steps in memory, in the order in which they were created. Not for several threads at once.</summary>
internal sealed class StepBook
{
    private readonly Dictionary<Uid, Step> _steps = [];
    private readonly SortedDictionary<long, Uid> _order = [];
    private readonly Dictionary<Uid, DateTimeOffset> _gone = [];

    public int Count => _steps.Count;

    /// <summary>Room that all take, about.</summary>
    public long Bytes { get; private set; }

    public long LastNumber { get; private set; }

    public IEnumerable<Step> All => _order.Values.Select(instance => _steps[instance]);

    public Step? Find(Uid instance) => _steps.GetValueOrDefault(instance);

    public bool IsGone(Uid instance) => _gone.ContainsKey(instance);

    /// <summary>In the place of the one with the same UID.</summary>
    public void Put(Step step)
    {
        if (_steps.TryGetValue(step.InstanceUid, out var old)) Bytes -= old.Bytes;
        Bytes += step.Bytes;
        _steps[step.InstanceUid] = step;
        _order[step.Number] = step.InstanceUid;
        LastNumber = Math.Max(LastNumber, step.Number);
    }

    public void PutGone(Uid instance, DateTimeOffset at)
    {
        if (_steps.Remove(instance, out var step))
        {
            Bytes -= step.Bytes;
            _order.Remove(step.Number);
        }
        _gone[instance] = at;
    }

    public void Forget(Uid instance) => _gone.Remove(instance);

    public IReadOnlyList<Uid> GoneBefore(DateTimeOffset at) => [.. _gone.Where(one => one.Value < at).Select(one => one.Key)];
}
