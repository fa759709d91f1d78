using System.Buffers;
using System.Buffers.Binary;
using Concord.Dicom.DataElements;

namespace Concord.Dicom.Encoding;

/// <summary>Values as Little Endian, whatever their data set is.</summary>
internal static class LittleEndianValue
{
    /// <summary>The value as it lies, or a swapped copy; encapsulated pixel data as its items and delimiter (PS3.5 §A.4).</summary>
    public static ReadOnlySpan<byte> Of(DataElement element, ByteOrder byteOrder)
    {
        if (element.Fragments is { } fragments) return Encapsulated(fragments);
        var unit = element.Vr.UnitSize;
        if (byteOrder == ByteOrder.LittleEndian || unit == 1) return element.Value.Span;
        var swapped = element.Value.ToArray();
        for (var at = 0; at + unit <= swapped.Length; at += unit) swapped.AsSpan(at, unit).Reverse();
        return swapped;
    }

    private static ReadOnlySpan<byte> Encapsulated(IReadOnlyList<ReadOnlyMemory<byte>> fragments)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var fragment in fragments)
        {
            Mark(output, Tag.Item, fragment.Length);
            output.Write(fragment.Span);
        }
        Mark(output, Tag.SequenceDelimitation, 0);
        return output.WrittenSpan;
    }

    private static void Mark(ArrayBufferWriter<byte> output, Tag tag, int length)
    {
        var mark = output.GetSpan(8);
        BinaryPrimitives.WriteUInt16LittleEndian(mark, tag.Group);
        BinaryPrimitives.WriteUInt16LittleEndian(mark[2..], tag.Element);
        BinaryPrimitives.WriteInt32LittleEndian(mark[4..], length);
        output.Advance(8);
    }
}
