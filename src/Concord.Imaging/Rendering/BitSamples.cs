namespace Concord.Imaging.Rendering;

/// <summary>Images of 1 bit a sample, one byte a sample: 0 or 1.</summary>
internal static class BitSamples
{
    /// <summary>The frame with bytes for its bits, which go back to their pool.</summary>
    public static DecodedFrame Expand(DecodedFrame packed)
    {
        using (packed)
        {
            var image = packed.Image with { BitsAllocated = 8, BitsStored = 1, HighBit = 0, IsSigned = false };
            var bytes = PooledBytes.Rent(image.DecodedFrameBytes);
            var bits = packed.Bytes.Span;
            var output = bytes.Span;
            for (var i = 0; i < output.Length; i++) output[i] = (byte)((bits[i >> 3] >> (i & 7)) & 1);
            return new(image, bytes);
        }
    }
}
