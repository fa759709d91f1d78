using System.IO.Compression;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Fuzz.Mutation;

namespace Concord.Fuzz.Targets;

/// <summary>Small valid data sets to begin from.</summary>
internal static class Samples
{
    private const int MostInflated = 64 << 10;

    public static IReadOnlyList<DataSet> All { get; } = [Rich(), Nested(), Encapsulated(), Texts()];

    /// <summary>A mutator that works on what a Deflated input inflates to.</summary>
    public static Mutator Inflated(Mutator inner) => (input, other, random) => Deflate(inner(Inflate(input), Inflate(other), random));

    public static byte[] Deflate(byte[] plain)
    {
        using var output = new MemoryStream();
        using (var deflater = new DeflateStream(output, CompressionLevel.Fastest, leaveOpen: true)) deflater.Write(plain);
        return output.ToArray();
    }

    private static DataSet Rich()
    {
        var dataSet = new DataSet()
            .SetString(Tags.SpecificCharacterSet, "ISO_IR 192").SetUid(Tags.SOPClassUID, Uids.SecondaryCaptureImageStorage).SetUid(Tags.SOPInstanceUID, Uid.Parse("2.25.1"))
            .SetStrings(Tags.ImageType, ["DERIVED", "", "OTHER"]).SetString(Tags.PatientName, "Rich^Sample=王^小東").SetString(Tags.PatientID, "odd")
            .SetUid(Tags.StudyInstanceUID, Uid.Parse("2.25.2")).SetUid(Tags.SeriesInstanceUID, Uid.Parse("2.25.3"))
            .SetDoubles(Tags.PixelSpacing, [0.5, 0.25]).SetInt(Tags.InstanceNumber, -7).SetInt(Tags.Rows, 2).SetInts(Tags.SimpleFrameList, [1, 2, 3])
            .SetDouble(Tags.EchoTime, 1.5).SetInts(Tags.FrameIncrementPointer, [0x00181063]).SetInt(Tags.PixelRepresentation, 1).Set(new DataElement(Tags.SmallestImagePixelValue, Vr.SS, new byte[] { 0xFB, 0xFF }))
            .SetString(new Tag(0x0029, 0x0010), "SIEMENS CSA HEADER", Vr.LO)
            .Set(new DataElement(new Tag(0x0029, 0x1008), Vr.CS, "IMAGE NUM 4 "u8.ToArray()));
        var leaf = new DataSet().SetString(Tags.CodeValue, "1").SetString(Tags.CodeMeaning, "leaf");
        var middle = new DataSet().Set(DataElement.Sequence(Tags.PurposeOfReferenceCodeSequence, [new(leaf, true), new(new DataSet())], undefinedLength: true));
        dataSet.Set(DataElement.Sequence(Tags.ReferencedImageSequence, [new(middle), new(new DataSet(), true)]));
        dataSet.Set(DataElement.Sequence(new Tag(0x0029, 0x1003), [new(new DataSet().SetInt(Tags.Columns, 9))], undefinedLength: true, Vr.UN));
        return dataSet.Set(new DataElement(Tags.PixelData, Vr.OW, new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 }));
    }

    private static DataSet Nested()
    {
        var dataSet = new DataSet();
        for (var level = 0; level < 12; level++) dataSet = new DataSet().SetInt(Tags.Rows, level).SetItems(Tags.ReferencedImageSequence, dataSet);
        return dataSet;
    }

    private static DataSet Encapsulated() => new DataSet().SetInt(Tags.BitsAllocated, 8)
        .Set(DataElement.Encapsulated(Tags.PixelData, [new byte[] { 0, 0, 0, 0 }, new byte[] { 0xFF, 0xD8, 0xFF, 0xD9 }, new byte[6]]));

    private static DataSet Texts() => new DataSet().SetStrings(Tags.SpecificCharacterSet, ["", "ISO 2022 IR 87", "ISO 2022 IR 149"])
        .Set(new DataElement(Tags.PatientName, Vr.PN, "Yamada^Tarou=\e$B;3ED\e(B^\e$BB@O:\e(B=x"u8.ToArray()))
        .Set(new DataElement(Tags.PatientComments, Vr.LT, "\e$)C\u00b1\u00e8 a\\b\r\n"u8.ToArray()))
        .SetStrings(Tags.SliceThickness, ["1.5", "-0", "1e3"]).SetString(Tags.StudyDate, "20260101").SetString(Tags.StudyTime, "101010.5");

    private static byte[] Inflate(byte[] deflated)
    {
        using var inflater = new DeflateStream(new MemoryStream(deflated), CompressionMode.Decompress);
        var output = new byte[MostInflated];
        try
        {
            return output[..inflater.ReadAtLeast(output, output.Length, throwOnEndOfStream: false)];
        }
        catch (InvalidDataException)
        {
            return [];
        }
    }
}
