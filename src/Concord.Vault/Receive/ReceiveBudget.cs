using System.Collections.Concurrent;

namespace Concord.Vault.Receive;

/// <summary>The one budget of memory for objects being received. Segments are pooled; when all are taken, the oldest unfinished object
/// gives its memory up by going to its spool file, so that no object waits for another.</summary>
internal sealed class ReceiveBudget(long bytes)
{
    private readonly int _maxSegments = (int)Math.Max(1, bytes / Segment.Size);
    private readonly ConcurrentBag<Segment> _free = [];
    private readonly Lock _lock = new();
    private readonly LinkedList<IncomingInstance> _unfinished = [];
    private int _taken;

    /// <summary>Segments that objects hold now.</summary>
    public int Taken => Volatile.Read(ref _taken);

    /// <summary>Much is on its way in: what can wait does.</summary>
    public bool IsHalfSpent => Taken > _maxSegments / 2;

    /// <summary>A segment, or null when the budget is spent.</summary>
    public Segment? TryTake()
    {
        if (Interlocked.Increment(ref _taken) <= _maxSegments) return _free.TryTake(out var segment) ? segment : new Segment();
        Interlocked.Decrement(ref _taken);
        return null;
    }

    public void Return(Segment segment)
    {
        segment.Clear();
        _free.Add(segment);
        Interlocked.Decrement(ref _taken);
    }

    public LinkedListNode<IncomingInstance> Enter(IncomingInstance instance)
    {
        lock (_lock) return _unfinished.AddLast(instance);
    }

    /// <summary>From now on the object is not asked for its memory.</summary>
    public void Leave(LinkedListNode<IncomingInstance> place)
    {
        lock (_lock)
            if (place.List is not null) _unfinished.Remove(place);
    }

    /// <summary>Makes the oldest unfinished object that holds memory write it to its spool file; false when none holds any.</summary>
    public async ValueTask<bool> SpillOldest(CancellationToken cancel)
    {
        IncomingInstance? oldest = null;
        lock (_lock)
            for (var place = _unfinished.First; place is not null && oldest is null; place = place.Next)
                if (place.Value.HoldsMemory) oldest = place.Value;
        if (oldest is null) return false;
        await oldest.Spill(cancel);
        return true;
    }
}
