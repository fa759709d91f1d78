using Concord.Dicom.DataElements;

namespace Concord.Vault.Bundles;

/// <summary>What <c>index.bin</c> says of one object.</summary>
/// <param name="Name">Of the ZIP entry.</param>
/// <param name="HeaderOffset">Of the local header.</param>
/// <param name="Crc">CRC-32 of the Part 10 object.</param>
/// <param name="Sha256">Of the Part 10 object.</param>
/// <param name="PixelData">Tag of the pixel data; default when there is none, or it is Deflated.</param>
/// <param name="PixelDataOffset">In the bundle file, of the value; -1 when there is none.</param>
/// <param name="PixelDataLength">Of a native value; -1 for fragments.</param>
/// <param name="InstanceNumber">(0020,0013), null when it has none.</param>
/// <param name="Fragments">Values of the fragments in the bundle file, the Basic Offset Table first; empty for native.</param>
internal sealed record SealedEntry(
    BundleEntry Entry, EntryKind Kind, string Name, long HeaderOffset, uint Crc, ReadOnlyMemory<byte> Sha256,
    Tag PixelData, long PixelDataOffset, long PixelDataLength, int? InstanceNumber, IReadOnlyList<ByteRange> Fragments)
{
    /// <summary>SHA-256 of the data set, of what was kept aside.</summary>
    public ReadOnlyMemory<byte> DataSetSha256 { get; init; }

    /// <summary>What it was, when it was compressed at rest; else null.</summary>
    public OriginalForm? Original { get; init; }
}
