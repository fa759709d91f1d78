using System.Buffers.Binary;
using System.Globalization;

namespace Concord.Dicom.DataElements;

public sealed partial class DataSet
{
    /// <summary>All values as text, padding dropped; numbers in invariant form; empty when absent, empty or not text or number.</summary>
    public string[] GetStrings(Tag tag)
    {
        if (Find(tag) is not { Items: null, Fragments: null } element || element.Value.IsEmpty) return [];
        if (element.Vr.IsString || element.Vr == Vr.UN) return SplitText(element);
        var count = GetValueCount(element);
        var values = new string[count];
        for (var i = 0; i < count; i++) values[i] = NumberText(element, i);
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
        if (Find(tag) is not { Items: null } element) return null;
        if (element.Vr.IsString)
        {
            var values = GetStrings(tag);
            return index < values.Length && long.TryParse(values[index], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed) ? parsed : null;
        }
        return index < GetValueCount(element) ? ReadInteger(element, index) : null;
    }

    /// <summary>The value at <paramref name="index"/> as a number, from DS, IS or any numeric VR; null when there is none.</summary>
    public double? GetDouble(Tag tag, int index = 0)
    {
        if (Find(tag) is not { Items: null } element) return null;
        if (element.Vr.IsString)
        {
            var values = GetStrings(tag);
            return index < values.Length && double.TryParse(values[index], NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) ? parsed : null;
        }
        if (index >= GetValueCount(element)) return null;
        return element.Vr is Vr.FL or Vr.OF or Vr.FD or Vr.OD ? ReadReal(element, index) : ReadInteger(element, index);
    }

    /// <summary>The items of a sequence; empty when absent or no sequence.</summary>
    public IReadOnlyList<DataSet> GetItems(Tag tag) => Find(tag)?.Items is { } items ? [.. items.Select(item => item.DataSet)] : [];

    private static int GetValueCount(DataElement element) => element.Value.Length / element.Vr.UnitSize / (element.Vr == Vr.AT ? 2 : 1);

    private string[] SplitText(DataElement element)
    {
        var text = CharacterSet.Decode(element.Value.Span, element.Vr);
        if (!element.Vr.IsMultiValuedString && element.Vr != Vr.UN) return [text.TrimEnd(' ', '\0')];
        var values = text.Split('\\');
        for (var i = 0; i < values.Length; i++) values[i] = values[i].Trim(' ', '\0');
        return values;
    }

    private static ReadOnlySpan<byte> FirstValue(ReadOnlySpan<byte> value)
    {
        var end = value.IndexOf((byte)'\\');
        return end < 0 ? value : value[..end];
    }

    private string NumberText(DataElement element, int index) => element.Vr switch
    {
        Vr.FL or Vr.OF => ((float)ReadReal(element, index)).ToString("R", CultureInfo.InvariantCulture),
        Vr.FD or Vr.OD => ReadReal(element, index).ToString("R", CultureInfo.InvariantCulture),
        Vr.AT => ReadTag(element.Value.Span[(index * 4)..]).ToHex(),
        Vr.UV or Vr.OV => ((ulong)ReadInteger(element, index)).ToString(CultureInfo.InvariantCulture),
        _ => ReadInteger(element, index).ToString(CultureInfo.InvariantCulture),
    };

    private Tag ReadTag(ReadOnlySpan<byte> at) => ByteOrder == ByteOrder.LittleEndian
        ? new(BinaryPrimitives.ReadUInt16LittleEndian(at), BinaryPrimitives.ReadUInt16LittleEndian(at[2..]))
        : new(BinaryPrimitives.ReadUInt16BigEndian(at), BinaryPrimitives.ReadUInt16BigEndian(at[2..]));

    private long ReadInteger(DataElement element, int index)
    {
        var big = ByteOrder == ByteOrder.BigEndian;
        var at = element.Value.Span[(index * element.Vr.UnitSize)..];
        return element.Vr switch
        {
            Vr.US or Vr.OW => big ? BinaryPrimitives.ReadUInt16BigEndian(at) : BinaryPrimitives.ReadUInt16LittleEndian(at),
            Vr.SS => big ? BinaryPrimitives.ReadInt16BigEndian(at) : BinaryPrimitives.ReadInt16LittleEndian(at),
            Vr.UL or Vr.OL => big ? BinaryPrimitives.ReadUInt32BigEndian(at) : BinaryPrimitives.ReadUInt32LittleEndian(at),
            Vr.SL => big ? BinaryPrimitives.ReadInt32BigEndian(at) : BinaryPrimitives.ReadInt32LittleEndian(at),
            Vr.SV or Vr.UV or Vr.OV => big ? BinaryPrimitives.ReadInt64BigEndian(at) : BinaryPrimitives.ReadInt64LittleEndian(at),
            Vr.FL or Vr.FD or Vr.OF or Vr.OD => (long)ReadReal(element, index),
            Vr.AT => ReadTag(element.Value.Span[(index * 4)..]).Value,
            _ => at[0],
        };
    }

    private double ReadReal(DataElement element, int index)
    {
        var big = ByteOrder == ByteOrder.BigEndian;
        var at = element.Value.Span[(index * element.Vr.UnitSize)..];
        return element.Vr is Vr.FL or Vr.OF
            ? big ? BinaryPrimitives.ReadSingleBigEndian(at) : BinaryPrimitives.ReadSingleLittleEndian(at)
            : big ? BinaryPrimitives.ReadDoubleBigEndian(at) : BinaryPrimitives.ReadDoubleLittleEndian(at);
    }
}
