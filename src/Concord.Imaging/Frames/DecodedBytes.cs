namespace Concord.Imaging.Frames;

/// <summary>The samples of a frame in memory, which stays its owner's.</summary>
public sealed class DecodedBytes(DecodedFrame frame) : IFrameBytes
{
    public ValueTask<ReadOnlyMemory<byte>> Read(int offset, int length, CancellationToken cancel) => ValueTask.FromResult<ReadOnlyMemory<byte>>(frame.Bytes.Memory.Slice(offset, length));
}
