using System.Buffers.Binary;
using System.Globalization;

namespace Concord.Dicom.DataElements;

public sealed partial class DataSet
{
    /// <summary>What the element's value is: its VR or, where that is UN and the dictionary knows better, the dictionary's (PS3.5 §6.2.2).</summary>
    internal Vr VrOf(DataElement element)
    {
        if (element.Vr != Vr.UN) return element.Vr;
        if (element.Items is not null) return Vr.SQ;
        var known = DictionaryVrOf(element.Tag);
        return known == Vr.SQ ? Vr.UN : known;
    }

    /// <summary>The byte order of the element's value: UN is Little Endian always.</summary>
    internal ByteOrder ByteOrderOf(DataElement element) => element.Vr == Vr.UN ? ByteOrder.LittleEndian : ByteOrder;

    /// <summary>All values as text, padding dropped; numbers in invariant form; empty when absent, empty or not text or number.</summary>
    /// <remarks>Text of VRs that Specific Character Set rules is decoded by it. A value of spaces alone is one empty text.</remarks>
    public string[] GetStrings(Tag tag)
    {
        if (!TryGet(tag, out var element) || element.Value.IsEmpty) return [];
        var vr = VrOf(element);
        if (vr.IsString || vr == Vr.UN) return SplitText(element, vr);
        var values = new string[GetValueCount(element, vr)];
        for (var i = 0; i < values.Length; i++) values[i] = NumberText(element, vr, i);
        return values;
    }

    /// <summary>The first value as text, or null when absent or empty.</summary>
    public string? GetString(Tag tag) => GetStrings(tag) is [{ Length: > 0 } first, ..] ? first : null;

    /// <summary>The first value as a UID, or null when absent, empty or no UID.</summary>
    public Uid? GetUid(Tag tag) =>
        Find(tag) is { Items: null } element && Uid.TryParse(FirstValue(element.Value.Span), out Uid uid) ? uid : null;

    public PersonName? GetPersonName(Tag tag) => GetString(tag) is { } text ? PersonName.Parse(text) : null;

    /// <summary>The value at <paramref name="index"/> as a whole number, from IS or any integer VR; null when there is none.</summary>
    public long? GetInt(Tag tag, int index = 0)
    {
        return TryGet(tag, out var element) ? IntegerOf(element, index) : null;
    }

    /// <summary>As <see cref="GetInt"/>, of an element in hand that is, or is to be, this data set's.</summary>
    internal long? IntegerOf(DataElement element, int index)
    {
        if (element.Value.IsEmpty || index < 0) return null;
        var vr = VrOf(element);
        if (vr.IsString)
        {
            var values = SplitText(element, vr);
            if (index >= values.Length) return null;
            return long.TryParse(values[index], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed) ? parsed : null;
        }
        return index < GetValueCount(element, vr) ? ReadInteger(element, vr, index) : null;
    }

    /// <summary>The value at <paramref name="index"/> as a number, from DS, IS or any numeric VR; null when there is none.</summary>
    public double? GetDouble(Tag tag, int index = 0)
    {
        if (Find(tag) is not { Items: null } element || index < 0) return null;
        var vr = VrOf(element);
        if (vr.IsString)
        {
            var values = GetStrings(tag);
            return index < values.Length && double.TryParse(values[index], NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) ? parsed : null;
        }
        if (index >= GetValueCount(element, vr)) return null;
        if (vr is Vr.FL or Vr.OF or Vr.FD or Vr.OD) return ReadReal(element, vr, index);
        var integer = ReadInteger(element, vr, index);
        return vr is Vr.UV or Vr.OV ? (ulong)integer : integer;
    }

    /// <summary>The items of a sequence; empty when absent or no sequence.</summary>
    public IReadOnlyList<DataSet> GetItems(Tag tag) => Find(tag)?.Items is { } items ? [.. items.Select(item => item.DataSet)] : [];

    private static int GetValueCount(DataElement element, Vr vr) => element.Value.Length / vr.UnitSize / (vr == Vr.AT ? 2 : 1);

    private string[] SplitText(DataElement element, Vr vr)
    {
        var text = CharacterSet.Decode(element.Value.Span, vr);
        if (!vr.IsMultiValuedString && vr != Vr.UN) return [text.TrimEnd(' ', '\0')];
        var values = text.Split('\\');
        for (var i = 0; i < values.Length; i++) values[i] = values[i].Trim(' ', '\0');
        return values;
    }

    private static ReadOnlySpan<byte> FirstValue(ReadOnlySpan<byte> value)
    {
        var end = value.IndexOf((byte)'\\');
        return end < 0 ? value : value[..end];
    }

    private string NumberText(DataElement element, Vr vr, int index) => vr switch
    {
        Vr.FL or Vr.OF => ((float)ReadReal(element, vr, index)).ToString("R", CultureInfo.InvariantCulture),
        Vr.FD or Vr.OD => ReadReal(element, vr, index).ToString("R", CultureInfo.InvariantCulture),
        Vr.AT => new Tag((uint)ReadInteger(element, vr, index)).ToHex(),
        Vr.UV or Vr.OV => ((ulong)ReadInteger(element, vr, index)).ToString(CultureInfo.InvariantCulture),
        _ => ReadInteger(element, vr, index).ToString(CultureInfo.InvariantCulture),
    };

    private long ReadInteger(DataElement element, Vr vr, int index)
    {
        var big = ByteOrderOf(element) == ByteOrder.BigEndian;
        var at = element.Value.Span[(index * (vr == Vr.AT ? 4 : vr.UnitSize))..];
        return vr switch
        {
            Vr.US or Vr.OW => Read16(at, big),
            Vr.SS => (short)Read16(at, big),
            Vr.UL or Vr.OL => Read32(at, big),
            Vr.SL => (int)Read32(at, big),
            Vr.SV or Vr.UV or Vr.OV => big ? BinaryPrimitives.ReadInt64BigEndian(at) : BinaryPrimitives.ReadInt64LittleEndian(at),
            Vr.FL or Vr.FD or Vr.OF or Vr.OD => (long)ReadReal(element, vr, index),
            Vr.AT => ((long)Read16(at, big) << 16) | Read16(at[2..], big),
            _ => at[0],
        };
    }

    private double ReadReal(DataElement element, Vr vr, int index)
    {
        var big = ByteOrderOf(element) == ByteOrder.BigEndian;
        var at = element.Value.Span[(index * vr.UnitSize)..];
        return vr is Vr.FL or Vr.OF
            ? big ? BinaryPrimitives.ReadSingleBigEndian(at) : BinaryPrimitives.ReadSingleLittleEndian(at)
            : big ? BinaryPrimitives.ReadDoubleBigEndian(at) : BinaryPrimitives.ReadDoubleLittleEndian(at);
    }

    private static ushort Read16(ReadOnlySpan<byte> at, bool big) =>
        big ? BinaryPrimitives.ReadUInt16BigEndian(at) : BinaryPrimitives.ReadUInt16LittleEndian(at);

    private static uint Read32(ReadOnlySpan<byte> at, bool big) =>
        big ? BinaryPrimitives.ReadUInt32BigEndian(at) : BinaryPrimitives.ReadUInt32LittleEndian(at);
}
