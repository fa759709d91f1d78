using Concord.Dicom.Encoding;

namespace Concord.Imaging.Codecs;

/// <summary>From one frame as it lies in any transfer syntax to its samples (PS3.5 §8, Annex A).</summary>
/// <remarks>Any number of callers.</remarks>
public sealed class FrameDecoder(CodecPool pool)
{
    private readonly CodecPool _pool = pool;

    /// <summary>True when frames of that syntax can be decoded here.</summary>
    public static bool Can(TransferSyntax syntax) => !syntax.IsEncapsulated && !syntax.IsBigEndian;

    /// <summary>Decodes a frame.</summary>
    /// <param name="image">What the data set says of it.</param>
    /// <param name="frame">All of its bytes (<see cref="Frames.IFrameSource.ReadFrame"/>); unchanged until the answer is there.</param>
    /// <exception cref="FrameException">It cannot be decoded.</exception>
    public ValueTask<DecodedFrame> Decode(TransferSyntax syntax, ImagePixels image, ReadOnlyMemory<byte> frame, DecodeOptions options, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (!Can(syntax) || image.IsPlanar || image.NativeFrameBits != image.DecodedFrameBytes * 8L)
            throw new FrameException(FrameFailure.Unsupported, "Frames of this transfer syntax and layout are not decoded here");
        if (frame.Length < image.DecodedFrameBytes) throw new FrameException(FrameFailure.Malformed, "The frame is shorter than its attributes say");
        var bytes = PooledBytes.Rent(image.DecodedFrameBytes);
        frame.Span[..bytes.Memory.Length].CopyTo(bytes.Span);
        return ValueTask.FromResult(new DecodedFrame(image, bytes));
    }
}
