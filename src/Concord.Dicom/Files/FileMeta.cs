using System.Buffers;
using System.Buffers.Binary;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;

namespace Concord.Dicom.Files;

/// <summary>File Meta Information (PS3.10 §7.1).</summary>
public sealed record FileMeta(Uid MediaStorageSopClassUid, Uid MediaStorageSopInstanceUid, TransferSyntax TransferSyntax)
{
    /// <summary>Implementation Class UID that Concord writes (PS3.7 §D.3.3.2).</summary>
    public static Uid ConcordImplementationClassUid { get; } = Uid.Parse("2.25.166711273414823446421370938741512876437");

    /// <summary>Implementation Version Name that Concord writes, at most 16 characters.</summary>
    public const string ConcordImplementationVersionName = "CONCORD_0_1";

    private const int GroupLengthSize = 12;

    /// <summary>AE title of who sent the object, "" when not known.</summary>
    public string SourceApplicationEntityTitle { get; init; } = "";

    /// <summary>Writes preamble, prefix and group 0002 in Explicit VR Little Endian.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        var group = DataSetWriter.ToArray(Elements(), TransferSyntax.ExplicitVrLittleEndian);
        var head = output.GetSpan(Part10.PrefixEnd + GroupLengthSize)[..(Part10.PrefixEnd + GroupLengthSize)];
        head.Clear();
        "DICM"u8.CopyTo(head[Part10.PreambleLength..]);
        "\u0002\0\0\0UL\u0004\0"u8.CopyTo(head[Part10.PrefixEnd..]);
        BinaryPrimitives.WriteInt32LittleEndian(head[(Part10.PrefixEnd + 8)..], group.Length);
        output.Advance(head.Length);
        output.Write(group);
    }

    private DataSet Elements()
    {
        var elements = new DataSet()
            .Set(new DataElement(Tags.FileMetaInformationVersion, Vr.OB, new byte[] { 0, 1 }))
            .SetUid(Tags.MediaStorageSOPClassUID, MediaStorageSopClassUid)
            .SetUid(Tags.MediaStorageSOPInstanceUID, MediaStorageSopInstanceUid)
            .SetUid(Tags.TransferSyntaxUID, TransferSyntax.Uid)
            .SetUid(Tags.ImplementationClassUID, ConcordImplementationClassUid)
            .SetString(Tags.ImplementationVersionName, ConcordImplementationVersionName);
        if (SourceApplicationEntityTitle.Length > 0) elements.SetString(Tags.SourceApplicationEntityTitle, SourceApplicationEntityTitle);
        return elements;
    }
}
