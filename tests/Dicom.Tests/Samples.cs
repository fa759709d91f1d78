using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;

namespace Dicom.Tests;

/// <summary>Small data sets with a bit of everything.</summary>
internal static class Samples
{
    public static IReadOnlyList<TransferSyntax> NativeSyntaxes { get; } =
    [
        TransferSyntax.ImplicitVrLittleEndian, TransferSyntax.ExplicitVrLittleEndian,
        TransferSyntax.ExplicitVrBigEndian, TransferSyntax.DeflatedExplicitVrLittleEndian,
    ];

    /// <summary>Nested sequences of defined and undefined length, private elements, fragments, numbers, several characters sets.</summary>
    public static DataSet Rich()
    {
        var dataSet = new DataSet()
            .SetString(Tags.SpecificCharacterSet, "ISO_IR 192")
            .SetUid(Tags.SOPClassUID, Uid.Parse("1.2.840.10008.5.1.4.1.1.7"))
            .SetUid(Tags.SOPInstanceUID, Uid.Parse("2.25.12345"))
            .SetStrings(Tags.ImageType, ["DERIVED", "SECONDARY", "", "OTHER"])
            .SetString(Tags.PatientName, "Rich^Sample=王^小東=ワン")
            .SetString(Tags.PatientID, "odd")
            .SetDoubles(Tags.PixelSpacing, [0.5, 0.25])
            .SetInt(Tags.InstanceNumber, -7)
            .SetInt(Tags.Rows, 2)
            .SetInts(Tags.SimpleFrameList, [1, 2, 3])
            .SetDouble(Tags.EchoTime, 1.5)
            .SetInts(Tags.FrameIncrementPointer, [0x00181063])
            .SetString(new Tag(0x0029, 0x0010), "SAMPLE CREATOR", Vr.LO)
            .Set(new DataElement(new Tag(0x0029, 0x1001), Vr.UN, new byte[] { 1, 2, 3, 4 }))
            .Set(new DataElement(new Tag(0x0029, 0x1002), Vr.FD, BitConverter.GetBytes(-2.5)));
        var leaf = new DataSet().SetString(Tags.CodeValue, "1").SetString(Tags.CodeMeaning, "leaf");
        var middle = new DataSet().Set(DataElement.Sequence(Tags.PurposeOfReferenceCodeSequence, [new(leaf, true), new(new DataSet())], undefinedLength: true));
        dataSet.Set(DataElement.Sequence(Tags.ReferencedImageSequence, [new(middle), new(new DataSet(), true)]));
        dataSet.Set(DataElement.Sequence(new Tag(0x0029, 0x1003), [new(new DataSet().SetInt(Tags.Columns, 9))], undefinedLength: true, Vr.UN));
        return dataSet.Set(new DataElement(Tags.PixelData, Vr.OW, new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 }));
    }
}
