using System.Buffers.Binary;
using Concord.Cli.Synth.Phantoms;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Cli.Synth;

/// <summary>The Image Pixel module (PS3.3 §C.7.6.3).</summary>
internal static class Pixels
{
    /// <summary>Values of a plane, rounded and held within what the bits can say; samples of 16 bits.</summary>
    public static byte[] ToSigned16(Plane plane) => To16(plane.Values, short.MinValue, short.MaxValue);

    public static byte[] ToUnsigned(Plane plane, int bitsStored) => To16(plane.Values, 0, (1 << bitsStored) - 1);

    /// <summary>Grey values of 16 bits allocated.</summary>
    public static void SetGrey16(DataSet image, int columns, int rows, byte[] pixels, bool signed, int bitsStored, string photometric = "MONOCHROME2")
    {
        SetFormat(image, columns, rows, samples: 1, allocated: 16, bitsStored, signed, photometric);
        image.Set(new DataElement(Tags.PixelData, Vr.OW, pixels));
    }

    /// <summary>Grey values of 8 bits, or colours of three times 8, pixel by pixel.</summary>
    public static void SetBytes(DataSet image, int columns, int rows, byte[] pixels, int samples, string photometric)
    {
        SetFormat(image, columns, rows, samples, allocated: 8, 8, signed: false, photometric);
        if (samples > 1) image.SetInt(Tags.PlanarConfiguration, 0);
        image.Set(new DataElement(Tags.PixelData, Vr.OB, pixels.Length % 2 == 0 ? pixels : [.. pixels, 0]));
    }

    public static void SetWindow(DataSet image, double centre, double width) =>
        image.SetDouble(Tags.WindowCenter, centre).SetDouble(Tags.WindowWidth, width);

    public static void SetRescale(DataSet image, double intercept, double slope, string? type = null)
    {
        image.SetDouble(Tags.RescaleIntercept, intercept).SetDouble(Tags.RescaleSlope, slope);
        if (type is not null) image.SetString(Tags.RescaleType, type);
    }

    private static byte[] To16(float[] values, float low, float high)
    {
        var pixels = new byte[values.Length * 2];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt16LittleEndian(pixels.AsSpan(i * 2), (short)(int)MathF.Round(Math.Clamp(values[i], low, high)));
        return pixels;
    }

    private static void SetFormat(DataSet image, int columns, int rows, int samples, int allocated, int bitsStored, bool signed, string photometric) => image
        .SetInt(Tags.SamplesPerPixel, samples).SetString(Tags.PhotometricInterpretation, photometric)
        .SetInt(Tags.Rows, rows).SetInt(Tags.Columns, columns)
        .SetInt(Tags.BitsAllocated, allocated).SetInt(Tags.BitsStored, bitsStored).SetInt(Tags.HighBit, bitsStored - 1)
        .SetInt(Tags.PixelRepresentation, signed ? 1 : 0);
}
