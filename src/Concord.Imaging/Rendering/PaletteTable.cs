using System.Buffers.Binary;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Imaging.Rendering;

/// <summary>Red, Green and Blue Palette Color Lookup Tables as 8-bit colours (PS3.3 §C.7.6.3.1.5, §C.7.6.3.1.6), plain or segmented.</summary>
public sealed class PaletteTable
{
    private readonly byte[] _colors;

    private PaletteTable(int firstMapped, byte[] colors) => (FirstMapped, _colors) = (firstMapped, colors);

    /// <summary>The stored value that gets the first colour; what is below gets it too.</summary>
    public int FirstMapped { get; }

    public int Count => _colors.Length / 3;

    /// <summary>Reads the three tables; null when one is absent or they do not fit each other.</summary>
    /// <param name="isSigned">Of the stored values.</param>
    public static PaletteTable? TryParse(DataSet source, bool isSigned)
    {
        var red = Channel(source, Tags.RedPaletteColorLookupTableDescriptor, Tags.RedPaletteColorLookupTableData, Tags.SegmentedRedPaletteColorLookupTableData);
        var green = Channel(source, Tags.GreenPaletteColorLookupTableDescriptor, Tags.GreenPaletteColorLookupTableData, Tags.SegmentedGreenPaletteColorLookupTableData);
        var blue = Channel(source, Tags.BluePaletteColorLookupTableDescriptor, Tags.BluePaletteColorLookupTableData, Tags.SegmentedBluePaletteColorLookupTableData);
        if (red is null || green is null || blue is null || red.Length != green.Length || red.Length != blue.Length) return null;
        var colors = new byte[red.Length * 3];
        for (var i = 0; i < red.Length; i++) (colors[i * 3], colors[(i * 3) + 1], colors[(i * 3) + 2]) = (red[i], green[i], blue[i]);
        var first = source.GetInt(Tags.RedPaletteColorLookupTableDescriptor, 1) ?? 0;
        return new(isSigned ? (short)first : (ushort)first, colors);
    }

    /// <summary>Red, green and blue of a stored value.</summary>
    public ReadOnlySpan<byte> Color(int stored) => _colors.AsSpan(Math.Clamp(stored - FirstMapped, 0, Count - 1) * 3, 3);

    private static byte[]? Channel(DataSet source, Tag descriptor, Tag plain, Tag segmented)
    {
        if (source.GetInt(descriptor) is not { } count || source.GetInt(descriptor, 2) is not (8 or 16) || source.GetInt(descriptor, 2) is not { } bits) return null;
        count = (ushort)count == 0 ? 65536 : (ushort)count;
        if (source.Find(plain) is { Items: null, IsEmpty: false } data) return Entries(Ordered(source, data), (int)count, (int)bits) is { } entries ? ToBytes(entries, (int)bits) : null;
        if (source.Find(segmented) is not { Items: null } segments) return null;
        return SegmentedLut.Expand(Ordered(source, segments), bits == 8 ? 1 : 2, (int)count) is { } expanded ? ToBytes(expanded, (int)bits) : null;
    }

    private static ushort[]? Entries(ReadOnlySpan<byte> data, int count, int bits)
    {
        var unit = data.Length >= count * 2 ? 2 : 1;
        if (data.Length < count * unit || (unit == 1 && bits > 8)) return null;
        var entries = new ushort[count];
        for (var i = 0; i < count; i++) entries[i] = unit == 1 ? data[i] : BinaryPrimitives.ReadUInt16LittleEndian(data[(i * 2)..]);
        return entries;
    }

    /// <summary>The upper 8 bits of 16; some writers say 16 and use 8, or say 8 and use 16.</summary>
    private static byte[] ToBytes(ushort[] entries, int bits)
    {
        var largest = 0;
        foreach (var entry in entries) largest = Math.Max(largest, entry);
        var shift = largest > byte.MaxValue ? 8 : 0;
        if (bits == 16 && largest <= 1) shift = 8; // a table that is all black
        return Array.ConvertAll(entries, entry => (byte)(entry >> shift));
    }

    /// <summary>Words little endian.</summary>
    private static ReadOnlySpan<byte> Ordered(DataSet source, DataElement element)
    {
        if (source.ByteOrder == ByteOrder.LittleEndian || element.Vr is Vr.UN or Vr.OB) return element.Value.Span;
        var turned = element.Value.ToArray();
        for (var at = 0; at + 1 < turned.Length; at += 2) (turned[at], turned[at + 1]) = (turned[at + 1], turned[at]);
        return turned;
    }
}
