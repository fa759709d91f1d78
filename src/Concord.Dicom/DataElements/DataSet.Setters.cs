using System.Buffers.Binary;
using System.Globalization;

namespace Concord.Dicom.DataElements;

public sealed partial class DataSet
{
    /// <summary>Sets text values in the dictionary's VR (or <paramref name="vr"/>), encoded in this data set's character set and padded.</summary>
    /// <exception cref="FormatException">The character set cannot hold the text; set (0008,0005) first.</exception>
    public DataSet SetStrings(Tag tag, IReadOnlyList<string> values, Vr vr = Vr.None)
    {
        if (vr == Vr.None) vr = DictionaryVrOf(tag);
        if (!vr.IsString) throw new FormatException($"{tag} is no text.");
        if (!CharacterSet.TryEncode(string.Join('\\', values), vr, out var bytes)) throw new FormatException($"{tag} does not fit its character set.");
        return Set(new DataElement(tag, vr, Padded(bytes, vr.Padding)));
    }

    public DataSet SetString(Tag tag, string value, Vr vr = Vr.None) => SetStrings(tag, [value], vr);

    public DataSet SetUid(Tag tag, Uid uid) => SetStrings(tag, [uid.ToString()], Vr.UI);

    /// <summary>Sets whole numbers in the dictionary's VR (or <paramref name="vr"/>): US, SS, UL, SL, SV, UV, AT, IS or DS.</summary>
    /// <exception cref="FormatException">The VR holds no whole numbers.</exception>
    /// <exception cref="OverflowException">A number does not fit the VR.</exception>
    public DataSet SetInts(Tag tag, IReadOnlyList<long> values, Vr vr = Vr.None)
    {
        if (vr == Vr.None) vr = DictionaryVrOf(tag);
        if (vr is Vr.IS or Vr.DS) return SetStrings(tag, [.. values.Select(value => value.ToString(CultureInfo.InvariantCulture))], vr);
        var size = vr == Vr.AT ? 4 : vr.UnitSize;
        var bytes = new byte[values.Count * size];
        for (var i = 0; i < values.Count; i++) WriteInteger(bytes.AsSpan(i * size, size), vr, values[i], tag);
        return Set(new DataElement(tag, vr, bytes));
    }

    public DataSet SetInt(Tag tag, long value, Vr vr = Vr.None) => SetInts(tag, [value], vr);

    /// <summary>Sets real numbers in the dictionary's VR (or <paramref name="vr"/>): FL, FD or DS (at most 16 characters each, PS3.5 §6.2).</summary>
    /// <exception cref="FormatException">The VR holds no real numbers.</exception>
    public DataSet SetDoubles(Tag tag, IReadOnlyList<double> values, Vr vr = Vr.None)
    {
        if (vr == Vr.None) vr = DictionaryVrOf(tag);
        if (vr == Vr.DS) return SetStrings(tag, [.. values.Select(DecimalString)], vr);
        if (vr is not (Vr.FL or Vr.FD)) throw new FormatException($"{tag} holds no real numbers.");
        var size = vr.UnitSize;
        var bytes = new byte[values.Count * size];
        for (var i = 0; i < values.Count; i++) WriteReal(bytes.AsSpan(i * size, size), vr, values[i]);
        return Set(new DataElement(tag, vr, bytes));
    }

    public DataSet SetDouble(Tag tag, double value, Vr vr = Vr.None) => SetDoubles(tag, [value], vr);

    /// <summary>A new data set that is to become an item of this one: its text is encoded in this one's character set from the start.</summary>
    public DataSet NewItem() => new DataSet(ByteOrder).ChildOf(this);

    public DataSet SetItems(Tag tag, params IReadOnlyList<DataSet> items) =>
        Set(DataElement.Sequence(tag, [.. items.Select(item => new SequenceItem(item))]));

    /// <summary>Sets a zero-length value in the dictionary's VR: a universal matching key (PS3.4 §C.2.2.2.3).</summary>
    public DataSet SetEmpty(Tag tag)
    {
        var vr = DictionaryVrOf(tag);
        return Set(vr == Vr.SQ ? DataElement.Sequence(tag, []) : new DataElement(tag, vr, ReadOnlyMemory<byte>.Empty));
    }

    private static byte[] Padded(byte[] bytes, byte padding) => bytes.Length % 2 == 0 ? bytes : [.. bytes, padding];

    private static string DecimalString(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        for (var digits = 15; text.Length > 16 && digits > 0; digits--) text = value.ToString("G" + digits, CultureInfo.InvariantCulture);
        return text;
    }

    private void WriteInteger(Span<byte> at, Vr vr, long value, Tag tag)
    {
        switch (vr)
        {
            case Vr.US: Write16(at, checked((ushort)value)); break;
            case Vr.SS: Write16(at, (ushort)checked((short)value)); break;
            case Vr.UL: Write32(at, checked((uint)value)); break;
            case Vr.SL: Write32(at, (uint)checked((int)value)); break;
            case Vr.SV or Vr.UV: Write64(at, (ulong)value); break;
            case Vr.AT:
                Write16(at, (ushort)(value >> 16));
                Write16(at[2..], (ushort)value);
                break;
            default: throw new FormatException($"{tag} holds no whole numbers.");
        }
    }

    private void WriteReal(Span<byte> at, Vr vr, double value)
    {
        if (vr == Vr.FL) Write32(at, BitConverter.SingleToUInt32Bits((float)value));
        else Write64(at, BitConverter.DoubleToUInt64Bits(value));
    }

    private void Write16(Span<byte> at, ushort value)
    {
        if (ByteOrder == ByteOrder.BigEndian) BinaryPrimitives.WriteUInt16BigEndian(at, value);
        else BinaryPrimitives.WriteUInt16LittleEndian(at, value);
    }

    private void Write32(Span<byte> at, uint value)
    {
        if (ByteOrder == ByteOrder.BigEndian) BinaryPrimitives.WriteUInt32BigEndian(at, value);
        else BinaryPrimitives.WriteUInt32LittleEndian(at, value);
    }

    private void Write64(Span<byte> at, ulong value)
    {
        if (ByteOrder == ByteOrder.BigEndian) BinaryPrimitives.WriteUInt64BigEndian(at, value);
        else BinaryPrimitives.WriteUInt64LittleEndian(at, value);
    }
}
