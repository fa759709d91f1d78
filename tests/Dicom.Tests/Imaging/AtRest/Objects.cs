using System.Runtime.InteropServices;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Imaging;
using Dicom.Tests.Imaging.Encoding;

namespace Dicom.Tests.Imaging.AtRest;

/// <summary>Whole objects around test images.</summary>
internal static class Objects
{
    /// <summary>What lies above Bits Stored.</summary>
    public enum High
    {
        /// <summary>Zeros, or the sign.</summary>
        Clean,

        /// <summary>Zeros also of negative samples.</summary>
        Zero,

        /// <summary>Of every tenth sample something else.</summary>
        Noise,
    }

    public static DataSet Of(ImagePixels image, int frames, Vr vr, High high = High.Clean, TestImages.Content content = TestImages.Content.Smooth)
    {
        var value = new List<byte>();
        for (var i = 0; i < frames; i++)
        {
            using var frame = TestImages.Make(image, content, i);
            value.AddRange(frame.Bytes.Span);
        }
        var pixels = value.ToArray();
        if (image.BitsAllocated == 16) SetHigh(MemoryMarshal.Cast<byte, ushort>(pixels.AsSpan()), image.BitsStored, high);
        if (pixels.Length % 2 != 0) pixels = [.. pixels, 0x5A];
        var dataSet = new DataSet().SetUid(Tags.SOPClassUID, Uid.Parse("1.2.840.10008.5.1.4.1.1.7")).SetUid(Tags.SOPInstanceUID, Uid.Parse("1.2.3.4")).SetString(Tags.Modality, "CT")
            .SetString(Tags.PatientName, "A^B").SetInt(Tags.SamplesPerPixel, image.SamplesPerPixel).SetString(Tags.PhotometricInterpretation, image.Photometric.Term).SetInt(Tags.Rows, image.Rows)
            .SetInt(Tags.Columns, image.Columns).SetInt(Tags.BitsAllocated, image.BitsAllocated).SetInt(Tags.BitsStored, image.BitsStored).SetInt(Tags.HighBit, image.HighBit)
            .SetInt(Tags.PixelRepresentation, image.IsSigned ? 1 : 0).SetInt(Tags.NumberOfFrames, frames);
        if (image.SamplesPerPixel > 1) dataSet.SetInt(Tags.PlanarConfiguration, 0);
        return dataSet.Set(new DataElement(Tags.PixelData, vr, pixels));
    }

    public static byte[] Noise(int length)
    {
        var noise = new byte[length];
        new Random(length).NextBytes(noise);
        return noise;
    }

    private static void SetHigh(Span<ushort> samples, int bits, High high)
    {
        var mask = (ushort)((1 << bits) - 1);
        for (var i = 0; i < samples.Length; i++)
            if (high == High.Zero) samples[i] &= mask;
            else if (high == High.Noise && i % 10 == 0) samples[i] ^= (ushort)(~mask & (i * 4096));
    }
}
