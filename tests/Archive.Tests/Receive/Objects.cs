using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Trust.Identity;

namespace Archive.Tests.Receive;

/// <summary>Small synthetic objects.</summary>
internal static class Objects
{
    public static readonly Uid CtImage = Uid.Parse("1.2.840.10008.5.1.4.1.1.2");

    public static Origin Origin { get; } = new(OriginKind.Dimse, "MODALITY", "CONCORD", "127.0.0.1", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), ["HOP"]);

    /// <summary>A slice: number <paramref name="instance"/> of series <paramref name="series"/>, with that many bytes of pixels.</summary>
    public static DataSet Slice(int instance, int series = 1, int pixelBytes = 512, byte fill = 0, int study = 1)
    {
        var pixels = new byte[pixelBytes];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)(fill + instance + i);
        return new DataSet()
            .SetUid(Tags.SOPClassUID, CtImage)
            .SetUid(Tags.SOPInstanceUID, Instance(instance, series, study))
            .SetString(Tags.StudyDate, "20260102")
            .SetString(Tags.Modality, "CT")
            .SetString(Tags.PatientName, "Test^Synthetic")
            .SetString(Tags.PatientID, "P1")
            .SetUid(Tags.StudyInstanceUID, Study(study))
            .SetUid(Tags.SeriesInstanceUID, Series(series))
            .SetInt(Tags.InstanceNumber, instance)
            .SetInt(Tags.SamplesPerPixel, 1)
            .SetString(Tags.PhotometricInterpretation, "MONOCHROME2")
            .SetInt(Tags.Rows, 16)
            .SetInt(Tags.Columns, Math.Min(pixelBytes / 32, 65535))
            .SetInt(Tags.BitsAllocated, 16)
            .Set(new DataElement(Tags.PixelData, Vr.OW, pixels));
    }

    public static Uid Study(int study = 1) => Uid.Parse($"1.2.826.0.1.3680043.10.1.{study}");

    public static Uid Series(int series = 1) => Uid.Parse($"1.2.826.0.1.3680043.10.2.{series}");

    public static Uid Instance(int instance, int series = 1, int study = 1) => Uid.Parse($"1.2.826.0.1.3680043.10.3.{study}.{series}.{instance}");

    public static byte[] Bytes(DataSet dataSet, TransferSyntax? syntax = null) => DataSetWriter.ToArray(dataSet, syntax ?? TransferSyntax.ExplicitVrLittleEndian);
}
