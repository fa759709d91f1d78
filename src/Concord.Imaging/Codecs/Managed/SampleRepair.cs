using System.Buffers.Binary;

namespace Concord.Imaging.Codecs.Managed;

/// <summary>JPEG 2000 streams whose sign is not that of the data set: the data set says what the bits mean. Other streams have no sign.</summary>
internal static class SampleRepair
{
    /// <summary>Puts samples of a stream into containers as the data set describes them, in place.</summary>
    /// <param name="found">Of the samples: the stream's precision and sign.</param>
    /// <remarks>The same bits, read with the other sign: extended from the stream's precision, whichever it is.</remarks>
    public static void Apply(CodecImage found, ImagePixels image, Span<byte> samples)
    {
        if (found.IsSigned == image.IsSigned || found.Precision == found.BytesPerSample * 8) return;
        var shift = 32 - found.Precision;
        for (var at = 0; at < samples.Length; at += found.BytesPerSample)
        {
            var sample = samples.Slice(at, found.BytesPerSample);
            var bits = found.BytesPerSample switch { 1 => sample[0], 2 => BinaryPrimitives.ReadUInt16LittleEndian(sample), _ => (int)BinaryPrimitives.ReadUInt32LittleEndian(sample) } << shift;
            var value = image.IsSigned ? bits >> shift : (int)((uint)bits >> shift);
            if (found.BytesPerSample == 1) sample[0] = (byte)value;
            else if (found.BytesPerSample == 2) BinaryPrimitives.WriteInt16LittleEndian(sample, (short)value);
            else BinaryPrimitives.WriteInt32LittleEndian(sample, value);
        }
    }

    /// <summary>One bit of each byte, the least significant first.</summary>
    public static PooledBytes PackBits(ReadOnlySpan<byte> samples)
    {
        var packed = PooledBytes.Rent((samples.Length + 7) / 8);
        packed.Span.Clear();
        for (var i = 0; i < samples.Length; i++)
            if (samples[i] != 0) packed.Span[i / 8] |= (byte)(1 << (i % 8));
        return packed;
    }
}
