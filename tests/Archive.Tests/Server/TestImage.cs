using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;

namespace Archive.Tests.Server;

/// <summary>Small synthetic images.</summary>
internal sealed record TestImage(Uid Study, Uid Series, Uid Instance)
{
    public const string PatientName = "Zhang^San=张^三";

    public static TestImage New(Uid? study = null, Uid? series = null) => new(study ?? Uid.New(), series ?? Uid.New(), Uid.New());

    public string Path => $"dicom-web/studies/{Study}/series/{Series}/instances/{Instance}";

    public string SeriesPath => $"dicom-web/studies/{Study}/series/{Series}";

    /// <summary>Everything but the pixel data.</summary>
    public DataSet Head(int rows = 4, int columns = 4, int bits = 16, int frames = 1, ByteOrder order = ByteOrder.LittleEndian) =>
        new DataSet(order).SetString(Tags.SpecificCharacterSet, "ISO_IR 192")
            .SetUid(Tags.SOPClassUID, Uid.Parse("1.2.840.10008.5.1.4.1.1.7.3")).SetUid(Tags.SOPInstanceUID, Instance)
            .SetString(Tags.StudyDate, "20260102").SetString(Tags.StudyTime, "101112").SetString(Tags.AccessionNumber, "A-1").SetString(Tags.Modality, "OT")
            .SetString(Tags.PatientName, PatientName).SetString(Tags.PatientID, "P-1").SetUid(Tags.StudyInstanceUID, Study).SetUid(Tags.SeriesInstanceUID, Series)
            .SetInt(Tags.InstanceNumber, 1).SetInt(Tags.SamplesPerPixel, 1).SetString(Tags.PhotometricInterpretation, "MONOCHROME2")
            .SetInt(Tags.NumberOfFrames, frames).SetInt(Tags.Rows, rows).SetInt(Tags.Columns, columns).SetInt(Tags.BitsAllocated, bits).SetInt(Tags.BitsStored, bits)
            .SetInt(Tags.HighBit, bits - 1).SetInt(Tags.PixelRepresentation, 0);

    /// <summary>A file with native pixels.</summary>
    public byte[] Native(byte[] pixels, int rows = 4, int columns = 4, int bits = 16, int frames = 1, TransferSyntax? syntax = null)
    {
        var order = syntax?.ByteOrder ?? ByteOrder.LittleEndian;
        var dataSet = Head(rows, columns, bits, frames, order).Set(new DataElement(Tags.PixelData, bits > 8 ? Vr.OW : Vr.OB, pixels));
        return Part10.ToArray(dataSet, syntax ?? TransferSyntax.ExplicitVrLittleEndian);
    }

    /// <summary>A file with one fragment a frame.</summary>
    public byte[] Encapsulated(params byte[][] fragments)
    {
        IReadOnlyList<ReadOnlyMemory<byte>> items = [ReadOnlyMemory<byte>.Empty, .. fragments.Select(fragment => new ReadOnlyMemory<byte>(fragment))];
        var dataSet = Head(bits: 8, frames: fragments.Length).Set(DataElement.Encapsulated(Tags.PixelData, items));
        return Part10.ToArray(dataSet, TransferSyntax.Of(Uid.Parse("1.2.840.10008.1.2.4.50")));
    }

    public static byte[] Pixels(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))];
}
