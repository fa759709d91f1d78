using Concord.Dicom.DataElements;

namespace Concord.Dicom.Encoding;

/// <summary>Values as Little Endian, whatever their data set is.</summary>
internal static class LittleEndianValue
{
    /// <summary>The value as it lies, or a swapped copy; encapsulated pixel data as its items and delimiter (PS3.5 §A.4).</summary>
    public static ReadOnlySpan<byte> Of(DataElement element, ByteOrder byteOrder)
    {
        if (element.Fragments is { } fragments) return EncapsulatedStream.Write(fragments);
        var unit = element.Vr.UnitSize;
        if (byteOrder == ByteOrder.LittleEndian || unit == 1) return element.Value.Span;
        var swapped = element.Value.ToArray();
        for (var at = 0; at + unit <= swapped.Length; at += unit) swapped.AsSpan(at, unit).Reverse();
        return swapped;
    }
}
