using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Dicom.Encoding;

/// <summary>Encapsulated pixel data as one value: its items and the delimiter (PS3.5 §A.4), as the text models carry it inline.</summary>
internal static class EncapsulatedStream
{
    private const int MarkLength = 8;

    public static ReadOnlySpan<byte> Write(IReadOnlyList<ReadOnlyMemory<byte>> fragments)
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

    /// <summary>The element whose value stood inline: pixel data that is an item stream was encapsulated, if its VR is one of those that can be (PS3.5 §A.4).</summary>
    public static DataElement ElementOf(Tag tag, Vr vr, byte[] value) =>
        tag == Tags.PixelData && vr is (Vr.OB or Vr.OW) && TryRead(value, out var fragments) ? DataElement.Encapsulated(tag, fragments, vr) : new(tag, vr, Utf8Value.Even(value, vr));

    /// <summary>The fragments, borrowed, when the value is items from its first byte and a delimiter at its very end; native pixels are not.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> value, [NotNullWhen(true)] out IReadOnlyList<ReadOnlyMemory<byte>>? fragments)
    {
        var found = new List<ReadOnlyMemory<byte>>();
        fragments = null;
        while (value.Length >= MarkLength)
        {
            var tag = new Tag(BinaryPrimitives.ReadUInt16LittleEndian(value.Span), BinaryPrimitives.ReadUInt16LittleEndian(value.Span[2..]));
            var length = BinaryPrimitives.ReadUInt32LittleEndian(value.Span[4..]);
            value = value[MarkLength..];
            if (tag == Tag.SequenceDelimitation)
            {
                if (length != 0 || !value.IsEmpty || found.Count == 0) return false;
                fragments = found;
                return true;
            }
            if (tag != Tag.Item || length > value.Length) return false;
            found.Add(value[..(int)length]);
            value = value[(int)length..];
        }
        return false;
    }

    private static void Mark(ArrayBufferWriter<byte> output, Tag tag, int length)
    {
        var mark = output.GetSpan(MarkLength);
        BinaryPrimitives.WriteUInt16LittleEndian(mark, tag.Group);
        BinaryPrimitives.WriteUInt16LittleEndian(mark[2..], tag.Element);
        BinaryPrimitives.WriteInt32LittleEndian(mark[4..], length);
        output.Advance(MarkLength);
    }
}
