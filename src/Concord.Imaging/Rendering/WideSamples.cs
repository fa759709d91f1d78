using System.Buffers.Binary;

namespace Concord.Imaging.Rendering;

/// <summary>Samples of any container, one by one, as numbers: what is too wide for a table, and the twin that tables are tested against.</summary>
internal static class WideSamples
{
    /// <summary>The value of a sample; NaN stays NaN.</summary>
    public static double Value(ReadOnlySpan<byte> bytes, int index, ImagePixels image)
    {
        var at = bytes[(index * image.BytesPerSample)..];
        if (image.Kind == SampleKind.Float) return BinaryPrimitives.ReadSingleLittleEndian(at);
        if (image.Kind == SampleKind.Double) return BinaryPrimitives.ReadDoubleLittleEndian(at);
        var container = 0UL;
        for (var i = image.BytesPerSample - 1; i >= 0; i--) container = (container << 8) | at[i];
        var lifted = container << (63 - image.HighBit);
        return image.IsSigned ? (long)lifted >> (64 - image.BitsStored) : lifted >> (64 - image.BitsStored);
    }

    public static SampleRange Range(ReadOnlySpan<byte> bytes, ImagePixels image, PixelPadding padding)
    {
        var (low, high, imageLow, imageHigh) = (double.MaxValue, double.MinValue, double.MaxValue, double.MinValue);
        var count = bytes.Length / image.BytesPerSample;
        for (var i = 0; i < count; i++)
        {
            var value = Value(bytes, i, image);
            if (!double.IsFinite(value)) continue;
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
            if (!padding.Contains(value)) (imageLow, imageHigh) = (Math.Min(imageLow, value), Math.Max(imageHigh, value));
        }
        return new(low, high, imageLow, imageHigh);
    }
}
