namespace Concord.Network.ServiceClasses;

/// <summary>C-STOREs that were received whole and are not answered yet, where the peer may have several outstanding (PS3.7 §D.3.3.3).</summary>
/// <remarks>The task that receives waits for room, so that a peer with more outstanding than was negotiated is not read any further.</remarks>
internal sealed class StoresUnderWay(int window) : IDisposable
{
    private readonly SemaphoreSlim _room = new(window, window);
    private int _count;

    internal bool Any => Volatile.Read(ref _count) > 0;

    /// <summary>Waits until fewer than the window are under way, and counts one more.</summary>
    internal async ValueTask Enter(CancellationToken cancel)
    {
        await _room.WaitAsync(cancel);
        Interlocked.Increment(ref _count);
    }

    /// <summary>One has been answered, or was dropped with its association.</summary>
    internal void Leave()
    {
        Interlocked.Decrement(ref _count);
        _room.Release();
    }

    /// <summary>Waits until none is under way.</summary>
    internal async ValueTask Finish()
    {
        for (var i = 0; i < window; i++) await _room.WaitAsync(CancellationToken.None); // each ends by itself: cancelled, or as fast as the disk
        _room.Release(window);
    }

    public void Dispose() => _room.Dispose();
}
