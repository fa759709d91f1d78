namespace Concord.Vault.ExtendedTags;

/// <summary>The tags that hold now, and who is still at work with those that held before.</summary>
/// <remarks>Any number of threads read; one at a time publishes. Who makes rows enters before it looks at the tags and leaves when the row stands in the queue.</remarks>
internal sealed class ExtendedTagSource
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly long[] _inside = new long[2]; // by the parity of the turn
    private long _turn;
    private volatile ExtendedTagSet _current = ExtendedTagSet.Empty;

    public ExtendedTagSet Current => _current;

    public void Publish(ExtendedTagSet tags) => _current = tags;

    /// <summary>What <see cref="Leave"/> is to be given.</summary>
    public long Enter()
    {
        var turn = Interlocked.Read(ref _turn) & 1;
        Interlocked.Increment(ref _inside[turn]);
        return turn;
    }

    public void Leave(long turn) => Interlocked.Decrement(ref _inside[turn]);

    /// <summary>On return every row of tags published before the call was made of them, or stands in the queue.</summary>
    public async Task WaitForOthers(TimeProvider time, CancellationToken cancel)
    {
        for (var i = 0; i < 2; i++) // twice: who was slow to enter counted itself in the turn before
        {
            var before = (Interlocked.Increment(ref _turn) - 1) & 1;
            while (Interlocked.Read(ref _inside[before]) != 0) await Task.Delay(Pause, time, cancel);
        }
    }
}
