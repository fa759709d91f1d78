using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Concord.Imaging.Codecs.Managed;

/// <summary>Deflated Image Frame Compression (PS3.5 §8.2.17, RFC 1951): each frame a deflate stream of what would lie there native.</summary>
internal static class DeflatedFrame
{
    /// <summary>Inflates as much as the image needs and no more.</summary>
    /// <exception cref="FrameException">No such stream, or it gives too little.</exception>
    public static DecodedFrame Decode(ImagePixels image, ReadOnlyMemory<byte> stream)
    {
        using var native = PooledBytes.Rent((int)((image.NativeFrameBits + 7) / 8));
        var input = MemoryMarshal.TryGetArray(stream, out var array) ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false) : new MemoryStream(stream.ToArray());
        using var inflater = new DeflateStream(input, CompressionMode.Decompress);
        try
        {
            if (inflater.ReadAtLeast(native.Span, native.Memory.Length, throwOnEndOfStream: false) < native.Memory.Length)
                throw new FrameException(FrameFailure.Malformed, "The deflated frame is shorter than its attributes say");
        }
        catch (InvalidDataException)
        {
            throw new FrameException(FrameFailure.Malformed, "The deflated frame is damaged");
        }
        return NativeDecoder.Decode(image, native.Span);
    }
}
