using System.Buffers.Binary;
using Concord.Imaging;

namespace Dicom.Tests.Imaging.Encoding;

/// <summary>Images of every kind that codecs are asked to carry, made from a number.</summary>
internal static class TestImages
{
    public enum Content
    {
        Smooth,
        Noise,
        Constant,
        Extremes,
    }

    public static ImagePixels Gray(int columns, int rows, int bitsStored, bool isSigned, int? bitsAllocated = null) =>
        new(columns, rows, 1, bitsAllocated ?? (bitsStored <= 8 ? 8 : bitsStored <= 16 ? 16 : 32), bitsStored, bitsStored - 1, isSigned, false, PhotometricInterpretation.Monochrome2, 1, SampleKind.Integer);

    public static ImagePixels Rgb(int columns, int rows, int bits) =>
        new(columns, rows, 3, bits <= 8 ? 8 : 16, bits, bits - 1, false, false, PhotometricInterpretation.Rgb, 1, SampleKind.Integer);

    /// <summary>Samples within Bits Stored; of signed images with their sign in the bits above.</summary>
    public static DecodedFrame Make(ImagePixels image, Content content, int seed)
    {
        var random = new Random(seed);
        long least = image.IsSigned ? -(1L << (image.BitsStored - 1)) : 0, range = 1L << image.BitsStored;
        var bytes = new byte[image.DecodedFrameBytes];
        var size = image.BytesPerSample;
        for (var i = 0; i < image.SamplesPerFrame; i++)
        {
            long x = i / image.SamplesPerPixel % image.Columns, y = i / image.SamplesPerPixel / image.Columns;
            var value = least + content switch
            {
                Content.Smooth => (long)((range - 1) * (0.5 + (0.45 * Math.Sin((x * 0.11) + (y * 0.07) + (i % image.SamplesPerPixel))))),
                Content.Noise => random.NextInt64(range),
                Content.Constant => range / 3,
                _ => random.Next(2) == 0 ? 0 : range - 1,
            };
            var wide = new byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(wide, value);
            wide.AsSpan(0, size).CopyTo(bytes.AsSpan(i * size));
        }
        return new(image, PooledBytes.Of(bytes));
    }
}
