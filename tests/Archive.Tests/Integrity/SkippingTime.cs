namespace Archive.Tests.Integrity;

/// <summary>Time in which every wait is over at once, the clock gone on by it; one wait can be held until it is released.</summary>
internal sealed class SkippingTime : TimeProvider
{
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan _now;
    private Action? _release;
    private int _waits;

    /// <summary>The wait to be held, from 1; 0: none.</summary>
    public int HoldAt { get; init; }

    /// <summary>Ends when the wait is reached.</summary>
#pragma warning disable VSTHRD003 // set by whoever waits on this clock, on a thread of the pool
    public Task Held => _held.Task;
#pragma warning restore VSTHRD003

    public TimeSpan Elapsed => _now;

    public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) + _now;

    public void Skip(TimeSpan by) => _now += by;

    public void Release() => _release!();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _now += dueTime;
        if (++_waits == HoldAt)
        {
            _release = () => callback(state);
            _held.SetResult();
        }
        else
        {
            callback(state);
        }
        return new Spent();
    }

    private sealed class Spent : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
