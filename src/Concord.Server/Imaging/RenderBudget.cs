using Concord.Imaging;
using Concord.Server.Settings;

namespace Concord.Server.Imaging;

/// <summary>Bounds what is drawn at once, in number and in bytes; who comes first is served first.</summary>
/// <remarks>Any number of callers.</remarks>
internal sealed class RenderBudget(ImagingOptions options)
{
    /// <summary>Most who wait; more are refused as busy.</summary>
    private const int MaxWaiting = 4096;

    private readonly Lock _lock = new();
    private readonly LinkedList<Waiter> _waiting = [];
    private int _freeSlots = options.MaxRenderings > 0 ? options.MaxRenderings : Environment.ProcessorCount * 2;
    private long _freeBytes = options.MaxRenderingBytes;

    /// <summary>Waits for a slot and for so many bytes, at most all there are; gives both back when disposed.</summary>
    /// <exception cref="FrameException">Too many wait.</exception>
    public async ValueTask<IDisposable> Enter(long bytes, CancellationToken cancel)
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiter = new Waiter(this, entered, Math.Clamp(bytes, 0, options.MaxRenderingBytes));
        LinkedListNode<Waiter> place;
        lock (_lock)
        {
            if (_waiting.Count >= MaxWaiting) throw new FrameException(FrameFailure.Busy, "Too many pictures are being drawn");
            place = _waiting.AddLast(waiter);
            LetIn();
        }
        await using var registration = cancel.Register(() => Leave(place, cancel));
        await entered.Task;
        return waiter;
    }

    private void LetIn()
    {
        while (_waiting.First is { } first && _freeSlots > 0 && first.Value.Bytes <= _freeBytes)
        {
            _waiting.RemoveFirst();
            _freeSlots--;
            _freeBytes -= first.Value.Bytes;
            first.Value.Entered.SetResult();
        }
    }

    private void Leave(LinkedListNode<Waiter> place, CancellationToken cancel)
    {
        lock (_lock)
        {
            if (place.List is null) return; // already let in
            _waiting.Remove(place);
            LetIn();
        }
        place.Value.Entered.SetCanceled(cancel);
    }

    private void GiveBack(long bytes)
    {
        lock (_lock)
        {
            _freeSlots++;
            _freeBytes += bytes;
            LetIn();
        }
    }

    private sealed class Waiter(RenderBudget budget, TaskCompletionSource entered, long bytes) : IDisposable
    {
        private int _isDisposed;

        public long Bytes => bytes;

        public TaskCompletionSource Entered => entered;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isDisposed, 1) == 0) budget.GiveBack(bytes);
        }
    }
}
