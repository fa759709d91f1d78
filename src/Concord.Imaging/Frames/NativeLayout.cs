using Concord.Dicom.DataElements;

namespace Concord.Imaging.Frames;

/// <summary>Where the frames of native pixel data lie in its value (PS3.5 §8.1.1): one after the other, without gaps.</summary>
/// <param name="FrameBits">Of one frame as it lies.</param>
/// <param name="Count">Frames that are there whole.</param>
public readonly record struct NativeLayout(long FrameBits, int Count)
{
    /// <param name="length">Bytes of the value.</param>
    /// <remarks>Images that say YBR_FULL_422 and have all three samples a pixel are met: the length tells.</remarks>
    public static NativeLayout Of(ImagePixels image, long length)
    {
        var bits = image.NativeFrameBits;
        var whole = image.SamplesPerFrame * image.BitsAllocated;
        if (bits != whole && length * 8 >= whole * image.NumberOfFrames) bits = whole;
        return new(bits, (int)Math.Min(image.NumberOfFrames, length * 8 / bits));
    }

    /// <summary>The bytes of the value to read for a frame, and the bit of the first one where it begins.</summary>
    /// <param name="unitSize">Reading begins and ends between numbers of this size, so that they can be turned round.</param>
    /// <exception cref="FrameException">The frame is larger than what is decoded.</exception>
    public (long Offset, int Length, int FirstBit) Locate(int frame, int unitSize, long length)
    {
        var first = frame * FrameBits;
        var end = (first + FrameBits + 7) / 8;
        var offset = first / 8 / unitSize * unitSize;
        end = Math.Min((end + unitSize - 1) / unitSize * unitSize, length);
        if (end - offset > ImagePixels.MaxFrameBytes + (2L * unitSize)) throw new FrameException(FrameFailure.TooLarge, "A frame is larger than what is decoded");
        return (offset, (int)(end - offset), (int)(first - (offset * 8)));
    }

    /// <summary>Puts what was read in order: little endian, from the frame's first bit.</summary>
    /// <param name="bytes">As <see cref="Locate"/> said; changed in place or given back.</param>
    public PooledBytes Arrange(PooledBytes bytes, int unitSize, bool isBigEndian, int firstBit)
    {
        if (isBigEndian) ByteTurns.Swap(bytes.Span, unitSize);
        var skip = firstBit / 8;
        if (firstBit == 0 && FrameBits == bytes.Memory.Length * 8L) return bytes;
        using (bytes)
        {
            var frame = PooledBytes.Rent((int)((FrameBits + 7) / 8));
            BitFrames.Align(bytes.Memory[skip..], firstBit % 8, FrameBits).CopyTo(frame.Memory);
            return frame;
        }
    }

    /// <summary>Bytes that big endian turns round together: 1 for OB and what is not known. Samples of 32 and 64 bits in OW are met turned as a whole.</summary>
    public static int UnitSizeOf(Vr vr, ImagePixels image) => vr switch
    {
        Vr.OW when image.BitsAllocated is 32 or 64 => image.BytesPerSample,
        Vr.OW or Vr.OL or Vr.OV or Vr.OF or Vr.OD => vr.UnitSize,
        _ => 1,
    };
}
