using System.Buffers.Binary;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Imaging.Rendering;

/// <summary>A lookup table of a Modality LUT or VOI LUT Sequence's item (PS3.3 §C.11.1.1, §C.11.2.1.1).</summary>
public sealed class LookupTable
{
    private readonly ushort[] _entries;

    private LookupTable(int firstMapped, ushort[] entries, int bits) => (FirstMapped, _entries, Bits) = (firstMapped, entries, bits);

    /// <summary>The input that gets the first entry; what is below gets it too.</summary>
    public int FirstMapped { get; }

    public int Count => _entries.Length;

    /// <summary>Of an entry, 1-16: what the descriptor says, or more when an entry needs more.</summary>
    public int Bits { get; }

    public int MaxEntry => (1 << Bits) - 1;

    /// <summary>Reads an item; null when its descriptor or data are absent or do not fit each other.</summary>
    /// <param name="isInputSigned">Inputs may be negative: then so is a first mapped value over 32767, whatever VR it came in.</param>
    public static LookupTable? TryParse(DataSet item, bool isInputSigned)
    {
        if (item.GetInt(Tags.LUTDescriptor) is not { } count || item.GetInt(Tags.LUTDescriptor, 1) is not { } first || item.GetInt(Tags.LUTDescriptor, 2) is not { } bits) return null;
        count = (ushort)count == 0 ? 65536 : (ushort)count;
        if (bits is < 1 or > 16 || item.Find(Tags.LUTData) is not { Items: null } data) return null;
        if (Entries(data.Value.Span, (int)count, (int)bits, item.ByteOrder == ByteOrder.BigEndian && data.Vr is not (Vr.UN or Vr.OB)) is not { } entries) return null;
        var largest = 0;
        foreach (var entry in entries) largest = Math.Max(largest, entry);
        var needed = 32 - System.Numerics.BitOperations.LeadingZeroCount((uint)largest);
        return new(isInputSigned ? (short)first : (int)first, entries, Math.Max((int)bits, needed));
    }

    /// <summary>The entry of an input; inputs outside of the table get the nearest.</summary>
    public int Map(double input)
    {
        if (double.IsNaN(input)) return _entries[0];
        var index = Math.Clamp(Math.Round(input) - FirstMapped, 0, _entries.Length - 1);
        return _entries[(int)index];
    }

    /// <summary>Entries of a word each; of 8 bits or fewer two may lie in a word.</summary>
    private static ushort[]? Entries(ReadOnlySpan<byte> data, int count, int bits, bool isBigEndian)
    {
        var entries = new ushort[count];
        if (data.Length >= count * 2)
        {
            for (var i = 0; i < count; i++)
                entries[i] = isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(data[(i * 2)..]) : BinaryPrimitives.ReadUInt16LittleEndian(data[(i * 2)..]);
            return entries;
        }
        if (bits > 8 || data.Length < count) return null;
        for (var i = 0; i < count; i++) entries[i] = data[i ^ (isBigEndian && (i ^ 1) < data.Length ? 1 : 0)];
        return entries;
    }
}
