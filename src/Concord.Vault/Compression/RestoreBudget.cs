namespace Concord.Vault.Compression;

/// <summary>Memory of originals that are restored, and being sent. Who finds it taken waits in line, for a while. Any number of threads.</summary>
internal sealed class RestoreBudget(long bytes, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Lock _lock = new();
    private readonly LinkedList<(long Bytes, TaskCompletionSource Turn)> _waiting = [];
    private long _taken;

    /// <summary>Bytes that are taken now.</summary>
    public long Taken
    {
        get
        {
            lock (_lock) return _taken;
        }
    }

    /// <summary>Takes so many bytes. One that is larger than all there are takes them all.</summary>
    /// <exception cref="CompressorUnavailableException">They did not come free in 30 seconds.</exception>
    public async Task<RestoreLease> Take(long wanted, CancellationToken cancel)
    {
        wanted = Math.Min(wanted, bytes);
        LinkedListNode<(long, TaskCompletionSource Turn)> place;
        lock (_lock)
        {
            if (_waiting.Count == 0 && bytes - _taken >= wanted)
            {
                _taken += wanted;
                return new(this, wanted);
            }
            place = _waiting.AddLast((wanted, new(TaskCreationOptions.RunContinuationsAsynchronously)));
        }
        try
        {
#pragma warning disable VSTHRD003 // completed by whoever gives bytes back, who waits for nothing
            await place.Value.Turn.Task.WaitAsync(Patience, time, cancel);
#pragma warning restore VSTHRD003
            return new(this, wanted);
        }
        catch (Exception gaveUp) when (gaveUp is TimeoutException or OperationCanceledException)
        {
            if (!TryLeave(place)) GiveBack(wanted); // its turn came in this very moment
            if (gaveUp is TimeoutException) throw new CompressorUnavailableException("There is no memory to restore an object in just now.", gaveUp);
            throw;
        }
    }

    public void GiveBack(long given)
    {
        lock (_lock)
        {
            _taken -= given;
            while (_waiting.First is { } next && bytes - _taken >= next.Value.Bytes)
            {
                _waiting.RemoveFirst();
                _taken += next.Value.Bytes;
                next.Value.Turn.TrySetResult();
            }
        }
    }

    private bool TryLeave(LinkedListNode<(long Bytes, TaskCompletionSource Turn)> place)
    {
        lock (_lock)
        {
            if (place.List is null) return false;
            _waiting.Remove(place);
        }
        GiveBack(0); // who stood behind may have room
        return true;
    }
}
