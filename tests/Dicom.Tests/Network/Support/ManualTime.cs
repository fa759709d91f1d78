namespace Dicom.Tests.Network.Support;

/// <summary>A clock that stands until the test moves it; timers fire on the thread that does.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly Lock _changing = new();
    private readonly List<ManualTimer> _timers = [];
    private long _now = TimeSpan.TicksPerDay;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _now);

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _now), TimeSpan.Zero);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        lock (_changing) _timers.Add(timer);
        timer.Change(dueTime, period);
        return timer;
    }

    internal void Advance(TimeSpan by)
    {
        List<ManualTimer> due;
        lock (_changing)
        {
            _now += by.Ticks;
            due = [.. _timers.Where(timer => timer.Due <= _now)];
            foreach (var timer in due) timer.Due = long.MaxValue;
        }
        foreach (var timer in due) timer.Fire();
    }

    /// <summary>Goes to the next timer when it is due within the limit; how far that was, or null.</summary>
    internal TimeSpan? AdvanceToNext(TimeSpan within)
    {
        long due;
        lock (_changing)
        {
            due = _timers.Select(timer => timer.Due).DefaultIfEmpty(long.MaxValue).Min();
            if (due > _now + within.Ticks) return null;
        }
        var step = new TimeSpan(Math.Max(0, due - _now));
        Advance(step);
        return step;
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        internal long Due { get; set; } = long.MaxValue;

        internal void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._changing) Due = dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : time._now + dueTime.Ticks;
            return true;
        }

        public void Dispose()
        {
            lock (time._changing) time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
