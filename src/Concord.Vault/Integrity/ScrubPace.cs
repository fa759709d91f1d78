namespace Concord.Vault.Integrity;

/// <summary>Holds one reader to a number of bytes per second. What was not used in the past is not made up for.</summary>
internal sealed class ScrubPace(long bytesPerSecond, TimeProvider time)
{
    private const int LargestBlock = 256 << 10;
    private const int SmallestBlock = 4096;
    private DateTimeOffset _next = DateTimeOffset.MinValue;

    /// <summary>Bytes to read at once: about a second's worth at most.</summary>
    public int BlockLength { get; } = (int)Math.Clamp(bytesPerSecond, SmallestBlock, LargestBlock);

    /// <summary>Waits as long as the bytes just read were to take.</summary>
    public async Task Spend(int bytes, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var from = _next < now || _next - now > Longest ? now : _next; // a clock that was set back makes nobody wait
        _next = from + TimeSpan.FromSeconds((double)bytes / bytesPerSecond);
        var wait = TimeSpan.FromMilliseconds(Math.Ceiling((_next - now).TotalMilliseconds));
        await Task.Delay(wait, time, cancel);
    }

    /// <summary>More than a block can owe.</summary>
    private TimeSpan Longest => TimeSpan.FromSeconds(2.0 * BlockLength / bytesPerSecond);
}
