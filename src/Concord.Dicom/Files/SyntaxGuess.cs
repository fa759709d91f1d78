using System.Buffers;
using System.Buffers.Binary;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;

namespace Concord.Dicom.Files;

/// <summary>Tells from the first element of a data set how it is encoded, where no File Meta Information says it.</summary>
internal static class SyntaxGuess
{
    private const uint MaxFirstLength = 1024; // the first element is a group length, a character set or a UID

    /// <param name="hasMeta">The bytes come after File Meta Information, so there is no doubt that this is DICOM.</param>
    /// <exception cref="DicomFormatException">This is no DICOM data set.</exception>
    public static TransferSyntax Of(ReadOnlySequence<byte> dataSet, bool hasMeta)
    {
        Span<byte> first = stackalloc byte[8];
        if (dataSet.Length < first.Length)
            return hasMeta ? TransferSyntax.ImplicitVrLittleEndian : throw new DicomFormatException("This is no DICOM file: too short.", null, 0);
        dataSet.Slice(0, first.Length).CopyTo(first);
        var vr = (Vr)((first[4] << 8) | first[5]);
        var little = new Tag(BinaryPrimitives.ReadUInt16LittleEndian(first), BinaryPrimitives.ReadUInt16LittleEndian(first[2..]));
        if (vr.IsKnown)
        {
            var big = new Tag(BinaryPrimitives.ReadUInt32BigEndian(first));
            if (IsPlausible(little)) return TransferSyntax.ExplicitVrLittleEndian;
            if (IsPlausible(big)) return TransferSyntax.ExplicitVrBigEndian;
            if (hasMeta) return little.Group < big.Group ? TransferSyntax.ExplicitVrLittleEndian : TransferSyntax.ExplicitVrBigEndian;
        }
        var length = BinaryPrimitives.ReadUInt32LittleEndian(first[4..]);
        if (hasMeta || (IsPlausible(little) && length <= MaxFirstLength)) return TransferSyntax.ImplicitVrLittleEndian;
        throw new DicomFormatException("This is no DICOM file: neither File Meta Information nor a data set.", null, 0);
    }

    /// <summary>Explicit VR Little Endian: a tag that a data set can begin with, and VR letters.</summary>
    public static bool IsStartOfDataSet(ReadOnlySpan<byte> first) =>
        ((Vr)((first[4] << 8) | first[5])).IsKnown
        && IsPlausible(new Tag(BinaryPrimitives.ReadUInt16LittleEndian(first), BinaryPrimitives.ReadUInt16LittleEndian(first[2..])));

    /// <summary>What a data set can begin with: an element of the first groups that the dictionary knows, or their group length.</summary>
    private static bool IsPlausible(Tag tag) =>
        tag.Group is 0x0000 or 0x0004 or 0x0008 or 0x0010 or 0x0018 or 0x0020 or 0x0028 or 0x0040
        && (tag.IsGroupLength || DataDictionary.TryFind(tag, out _));
}
