using System.Buffers.Binary;
using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;

namespace Concord.Vault.Bundles;

/// <summary>Where the pixel data of a data set lies (PS3.5 §8, §A.4).</summary>
/// <param name="ValueOffset">In the data set: the first pixel, or the Basic Offset Table's item tag.</param>
/// <param name="Length">Of a native value; -1 for fragments.</param>
/// <param name="IsTruncated">The data set ends within the value or a fragment.</param>
internal sealed record PixelDataPlace(Tag Tag, long ValueOffset, long Length, bool IsTruncated)
{
    private const uint UndefinedLength = uint.MaxValue;
    private const int MaxFragments = 1 << 24;

    /// <summary>Reads the pixel data element's header at <paramref name="offset"/>.</summary>
    /// <param name="walk">Reads the headers of all fragments too, to see whether they are whole.</param>
    public static PixelDataPlace? Read(ByteSource source, TransferSyntax syntax, long offset, bool walk)
    {
        Span<byte> header = stackalloc byte[12];
        header = header[..source.Read(header, offset)];
        if (header.Length < 8) return null;
        var tag = TagAt(header, syntax.IsBigEndian);
        var isLong = syntax.IsExplicitVr && ((Vr)((header[4] << 8) | header[5])).HasLongLength;
        if (isLong && header.Length < 12) return null;
        var length = isLong ? Length32(header[8..], syntax) : syntax.IsExplicitVr ? Length16(header[6..], syntax) : Length32(header[4..], syntax);
        var valueOffset = offset + (isLong ? 12 : 8);
        if (length != UndefinedLength) return new(tag, valueOffset, length, valueOffset + length > source.Length);
        return new(tag, valueOffset, -1, walk && !WalkFragments(source, valueOffset, null));
    }

    /// <summary>Walks the fragments from the Basic Offset Table's item tag on; <paramref name="fragments"/> takes their values as ranges of the data set.</summary>
    /// <returns>False when a fragment reaches past the end; a missing delimiter at the very end is met in the wild and is no loss.</returns>
    public static bool WalkFragments(ByteSource source, long at, List<ByteRange>? fragments)
    {
        Span<byte> header = stackalloc byte[8];
        for (var count = 0; at < source.Length; count++)
        {
            if (source.Read(header, at) < 8 || count == MaxFragments) return false;
            if (TagAt(header, bigEndian: false) != Tag.Item) return true;
            var length = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
            at += 8;
            if (length > source.Length - at) return false;
            fragments?.Add(new(at, length));
            at += length;
        }
        return true;
    }

    private static Tag TagAt(ReadOnlySpan<byte> bytes, bool bigEndian) => bigEndian
        ? new(BinaryPrimitives.ReadUInt16BigEndian(bytes), BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]))
        : new(BinaryPrimitives.ReadUInt16LittleEndian(bytes), BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]));

    private static uint Length32(ReadOnlySpan<byte> bytes, TransferSyntax syntax) =>
        syntax.IsBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private static uint Length16(ReadOnlySpan<byte> bytes, TransferSyntax syntax) =>
        syntax.IsBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
}
