using System.Buffers.Binary;

namespace Concord.Imaging.Rendering;

/// <summary>Draws frames of several samples a pixel: red, green, blue, or luminance and chrominance (PS3.3 §C.7.6.3.1.2).</summary>
internal static class ColorPainter
{
    /// <summary>A picture of the frame's own size. Disposes the frame, or makes its bytes the picture's.</summary>
    /// <exception cref="FrameException">The photometric interpretation is none of those.</exception>
    public static Picture Paint(DecodedFrame frame)
    {
        var image = frame.Image;
        if (image is { Photometric: PhotometricInterpretation.Rgb, SamplesPerPixel: 3, BitsAllocated: 8, BitsStored: 8 })
            return new(image.Columns, image.Rows, 3, frame.Bytes);
        using (frame)
        {
            if (image.SamplesPerPixel < 3 || image.Kind != SampleKind.Integer) throw Unsupported();
            var picture = Picture.Rent(image.Columns, image.Rows, 3);
            Narrow(frame, picture.Span);
            switch (image.Photometric)
            {
                case PhotometricInterpretation.Rgb or PhotometricInterpretation.Unknown: break;
                case PhotometricInterpretation.YbrFull or PhotometricInterpretation.YbrFull422 or PhotometricInterpretation.YbrIct: FromFullRange(picture.Span); break;
                case PhotometricInterpretation.YbrPartial420 or PhotometricInterpretation.YbrPartial422: FromPartialRange(picture.Span); break;
                default:
                    picture.Dispose();
                    throw Unsupported();
            }
            return picture;
        }
    }

    /// <summary>Three samples of 8 bits a pixel, a fourth left out; chrominance that two pixels share is given to both.</summary>
    private static void Narrow(DecodedFrame frame, Span<byte> output)
    {
        var image = frame.Image;
        var bytes = frame.Bytes.Span;
        var isShared = image.Photometric is PhotometricInterpretation.YbrFull422 or PhotometricInterpretation.YbrPartial422
            && image.BitsAllocated == 8 && bytes.Length == image.NativeFrameBits / 8 && bytes.Length != image.DecodedFrameBytes;
        if (isShared)
        {
            Share(bytes, image, output);
            return;
        }
        var (unit, samples) = (image.BytesPerSample, image.SamplesPerPixel);
        var drop = Math.Max(image.HighBit - 7, 0);
        for (int pixel = 0, at = 0; pixel < image.Columns * image.Rows; pixel++)
        {
            for (var sample = 0; sample < 3; sample++)
            {
                var from = bytes[(((pixel * samples) + sample) * unit)..];
                output[at++] = unit == 1 ? from[0] : (byte)(BinaryPrimitives.ReadUInt16LittleEndian(from) >> Math.Min(drop, 8));
            }
        }
    }

    /// <summary>Y Y Cb Cr of two pixels in a row.</summary>
    private static void Share(ReadOnlySpan<byte> bytes, ImagePixels image, Span<byte> output)
    {
        var stride = (image.Columns + 1) / 2 * 4;
        for (var row = 0; row < image.Rows; row++)
        {
            var line = bytes.Slice(row * stride, stride);
            var to = output.Slice(row * image.Columns * 3, image.Columns * 3);
            for (var column = 0; column < image.Columns; column++)
            {
                var four = line.Slice(column / 2 * 4, 4);
                (to[column * 3], to[(column * 3) + 1], to[(column * 3) + 2]) = (four[column % 2], four[2], four[3]);
            }
        }
    }

    /// <summary>YBR_FULL (ITU-R BT.601, all of 0-255) to red, green, blue, in place; 16 bits of fraction.</summary>
    internal static void FromFullRange(Span<byte> pixels)
    {
        for (var at = 0; at + 2 < pixels.Length; at += 3)
        {
            var luminance = (pixels[at] << 16) + (1 << 15);
            int blue = pixels[at + 1] - 128, red = pixels[at + 2] - 128;
            pixels[at] = Clamp(luminance + (91881 * red));
            pixels[at + 1] = Clamp(luminance - (22554 * blue) - (46802 * red));
            pixels[at + 2] = Clamp(luminance + (116130 * blue));
        }
    }

    /// <summary>YBR_PARTIAL (luminance 16-235, chrominance 16-240) to red, green, blue, in place.</summary>
    internal static void FromPartialRange(Span<byte> pixels)
    {
        for (var at = 0; at + 2 < pixels.Length; at += 3)
        {
            var luminance = (76309 * (pixels[at] - 16)) + (1 << 15);
            int blue = pixels[at + 1] - 128, red = pixels[at + 2] - 128;
            pixels[at] = Clamp(luminance + (104597 * red));
            pixels[at + 1] = Clamp(luminance - (25675 * blue) - (53279 * red));
            pixels[at + 2] = Clamp(luminance + (132201 * blue));
        }
    }

    private static byte Clamp(int value) => (byte)Math.Clamp(value >> 16, 0, 255);

    private static FrameException Unsupported() => new(FrameFailure.Unsupported, "Pixels of this photometric interpretation are not drawn");
}
