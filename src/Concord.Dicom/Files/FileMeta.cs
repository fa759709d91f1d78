using System.Buffers;
using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;

namespace Concord.Dicom.Files;

/// <summary>File Meta Information (PS3.10 §7.1).</summary>
public sealed record FileMeta(Uid MediaStorageSopClassUid, Uid MediaStorageSopInstanceUid, TransferSyntax TransferSyntax)
{
    /// <summary>Implementation Class UID that Concord writes (PS3.7 §D.3.3.2).</summary>
    public static Uid ConcordImplementationClassUid { get; } = Uid.Parse("2.25.166711273414823446421370938741512876437");

    /// <summary>Implementation Version Name that Concord writes, at most 16 characters.</summary>
    public const string ConcordImplementationVersionName = "CONCORD_0_1";

    /// <summary>AE title of who sent the object, "" when not known.</summary>
    public string SourceApplicationEntityTitle { get; init; } = "";

    /// <summary>Writes preamble, prefix and group 0002 in Explicit VR Little Endian.</summary>
    public void Write(IBufferWriter<byte> output) => throw new NotImplementedException();
}
