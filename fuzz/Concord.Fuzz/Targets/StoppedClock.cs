namespace Concord.Fuzz.Targets;

/// <summary>A clock that stands still: no timer ever helps a parser to its end.</summary>
internal sealed class StoppedClock : TimeProvider
{
    public override long GetTimestamp() => TimeSpan.TicksPerDay;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Never();

    private sealed class Never : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() { }

        public ValueTask DisposeAsync() => default;
    }
}
