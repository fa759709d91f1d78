namespace Concord.Imaging.Frames;

/// <summary>The samples of one decoded frame, little endian, to be looked at piece by piece: in memory, or where they are stored.</summary>
/// <remarks>Not for several readers at once. Pieces may be read more than once, and in any order.</remarks>
public interface IFrameBytes
{
    /// <summary>A piece of the frame.</summary>
    /// <param name="offset">From the frame's first byte.</param>
    /// <returns>Exactly so many bytes, to be read until the next piece is asked for.</returns>
    /// <exception cref="EndOfStreamException">They are not there.</exception>
    ValueTask<ReadOnlyMemory<byte>> Read(int offset, int length, CancellationToken cancel);
}
