using System.Buffers.Binary;

namespace Concord.Imaging.Codecs.Managed;

/// <summary>RLE Lossless (PS3.5 Annex G): a segment a byte of a sample, the most significant first, each PackBits.</summary>
internal static class RleDecoder
{
    private const int HeaderLength = 64, MaxSegments = 15;

    /// <summary>The samples of a frame, by pixel.</summary>
    /// <exception cref="FrameException">The segments are not those of such an image, or do not give all of it.</exception>
    public static DecodedFrame Decode(ImagePixels image, ReadOnlySpan<byte> stream)
    {
        if (image.BitsAllocated is not 1 && image.BitsAllocated % 8 != 0) throw new FrameException(FrameFailure.Unsupported, "RLE of such Bits Allocated (0028,0100) is not decoded");
        var segments = image.SamplesPerPixel * Math.Max(1, image.BytesPerSample);
        if (stream.Length < HeaderLength || segments > MaxSegments || BinaryPrimitives.ReadUInt32LittleEndian(stream) != segments)
            throw Malformed("The RLE header does not fit the attributes");
        var bytes = PooledBytes.Rent(image.DecodedFrameBytes);
        try
        {
            if (segments == 1) Unpack(Segment(stream, 0, segments), bytes.Span);
            else DecodePlanes(image, stream, bytes.Span, segments);
            return new(image with { IsPlanar = false, Photometric = Full(image.Photometric) }, bytes);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    private static void DecodePlanes(ImagePixels image, ReadOnlySpan<byte> stream, Span<byte> output, int segments)
    {
        using var planes = PooledBytes.Rent(output.Length);
        var length = output.Length / segments;
        for (var segment = 0; segment < segments; segment++)
        {
            var sample = segment / image.BytesPerSample;
            var plane = (sample * image.BytesPerSample) + image.BytesPerSample - 1 - (segment % image.BytesPerSample); // in the order of the output: the least significant first
            Unpack(Segment(stream, segment, segments), planes.Span.Slice(plane * length, length));
        }
        PlaneWeaver.Weave(planes.Span, output, segments);
    }

    private static ReadOnlySpan<byte> Segment(ReadOnlySpan<byte> stream, int index, int segments)
    {
        var start = BinaryPrimitives.ReadUInt32LittleEndian(stream[(4 + (index * 4))..]);
        var end = index + 1 < segments ? BinaryPrimitives.ReadUInt32LittleEndian(stream[(8 + (index * 4))..]) : (uint)stream.Length;
        if (start < HeaderLength || end < start || end > stream.Length) throw Malformed("An RLE segment lies outside of the frame");
        return stream[(int)start..(int)end];
    }

    /// <summary>PackBits (PS3.5 §G.3.2). What comes after the last byte wanted is padding.</summary>
    private static void Unpack(ReadOnlySpan<byte> input, Span<byte> output)
    {
        int at = 0, to = 0;
        while (to < output.Length)
        {
            if (at >= input.Length) throw Malformed("An RLE segment ends before its plane");
            var code = (sbyte)input[at++];
            if (code == sbyte.MinValue) continue;
            var isRun = code < 0;
            var count = Math.Min(isRun ? 1 - code : code + 1, output.Length - to);
            if (at + (isRun ? 1 : count) > input.Length) throw Malformed("An RLE segment ends within a run");
            if (isRun) output.Slice(to, count).Fill(input[at++]);
            else input.Slice(at, count).CopyTo(output[to..]);
            at += isRun ? 0 : count;
            to += count;
        }
    }

    private static PhotometricInterpretation Full(PhotometricInterpretation photometric) =>
        photometric == PhotometricInterpretation.YbrFull422 ? PhotometricInterpretation.YbrFull : photometric;

    private static FrameException Malformed(string message) => new(FrameFailure.Malformed, message);
}
