using System.Runtime.InteropServices;

namespace Concord.Imaging.Codecs.Managed;

/// <summary>Native frames (PS3.5 §8.1, §8.2), already little endian and from their first bit.</summary>
internal static class NativeDecoder
{
    /// <summary>The samples of a frame, by pixel.</summary>
    /// <param name="frame">As it lies; bytes after it are padding.</param>
    /// <exception cref="FrameException">It is too short.</exception>
    public static DecodedFrame Decode(ImagePixels image, ReadOnlySpan<byte> frame)
    {
        var whole = image.SamplesPerFrame * image.BitsAllocated;
        var isSubsampled = image.NativeFrameBits != whole && frame.Length * 8L < whole; // some say YBR_FULL_422 and have all samples
        var bits = isSubsampled ? image.NativeFrameBits : whole;
        if (frame.Length * 8L < bits) throw new FrameException(FrameFailure.Malformed, "The frame is shorter than its attributes say");
        frame = frame[..(int)((bits + 7) / 8)];
        var decoded = image with
        {
            IsPlanar = false,
            BitsAllocated = image.BitsAllocated == 12 ? 16 : image.BitsAllocated,
            Photometric = image.Photometric == PhotometricInterpretation.YbrFull422 ? PhotometricInterpretation.YbrFull : image.Photometric,
        };
        var bytes = PooledBytes.Rent(decoded.DecodedFrameBytes);
        if (isSubsampled) Upsample(image, frame, bytes.Span);
        else if (image.BitsAllocated == 12) Unpack12(frame, MemoryMarshal.Cast<byte, ushort>(bytes.Span), image.BitsStored);
        else if (image is { IsPlanar: true, SamplesPerPixel: > 1, BitsAllocated: >= 8 }) WeaveSamples(image, frame, bytes.Span);
        else frame.CopyTo(bytes.Span);
        return new(decoded, bytes);
    }

    /// <summary>Two pixels share their colour: Y Y Cb Cr (PS3.3 §C.7.6.3.1.2). It is repeated, not interpolated.</summary>
    private static void Upsample(ImagePixels image, ReadOnlySpan<byte> frame, Span<byte> output)
    {
        int size = image.BytesPerSample, at = 0, from = 0;
        for (var row = 0; row < image.Rows; row++)
        {
            for (var column = 0; column < image.Columns; column++)
            {
                frame.Slice(from + (column % 2 * size), size).CopyTo(output[at..]);
                frame.Slice(from + (2 * size), 2 * size).CopyTo(output[(at + size)..]);
                at += 3 * size;
                if (column % 2 == 1 || column == image.Columns - 1) from += 4 * size;
            }
        }
    }

    /// <summary>Packed: 12 bits a sample without gaps, the least significant first (PS3.5-1993 §8.1.1, retired since).</summary>
    private static void Unpack12(ReadOnlySpan<byte> frame, Span<ushort> output, int bitsStored)
    {
        var mask = (1 << bitsStored) - 1;
        for (var i = 0; i < output.Length; i++)
        {
            var at = i * 3 / 2;
            var pair = frame[at] | (frame[at + 1] << 8);
            output[i] = (ushort)((i % 2 == 0 ? pair : pair >> 4) & mask);
        }
    }

    private static void WeaveSamples(ImagePixels image, ReadOnlySpan<byte> frame, Span<byte> output)
    {
        if (image.BytesPerSample == 1)
        {
            PlaneWeaver.Weave(frame, output, image.SamplesPerPixel);
            return;
        }
        int size = image.BytesPerSample, pixels = image.Columns * image.Rows, pixel = size * image.SamplesPerPixel;
        for (var sample = 0; sample < image.SamplesPerPixel; sample++)
            for (var i = 0; i < pixels; i++) frame.Slice(((sample * pixels) + i) * size, size).CopyTo(output[((i * pixel) + (sample * size))..]);
    }
}
