using System.Globalization;
using System.Text;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;

namespace Concord.Cli.Listing;

/// <summary>A value as text for people, shortened unless all of it is wanted.</summary>
internal sealed class ElementText(bool full)
{
    private const int LongestText = 100, MostNumbers = 12, MostBytes = 16;

    public string Of(DataSet dataSet, DataElement element)
    {
        if (element.Value.IsEmpty) return "(no value)";
        if (element.Vr == Vr.UI) return Uids(dataSet.GetStrings(element.Tag));
        if (element.Vr.IsString) return $"[{Shortened(Printable.Of(TextOf(dataSet, element)))}]";
        if (element.Vr == Vr.AT) return Numbers(dataSet, element, static text => $"({text[..4]},{text[4..]})");
        return element.Vr is Vr.OB or Vr.UN or Vr.None ? Bytes(element.Value.Span) : Numbers(dataSet, element, static text => text);
    }

    /// <summary>How many values the element holds.</summary>
    public static int Count(DataSet dataSet, DataElement element)
    {
        if (element.Value.IsEmpty) return 0;
        if (element.Vr.IsMultiValuedString) return dataSet.GetStrings(element.Tag).Length;
        return element.Vr is Vr.US or Vr.SS or Vr.UL or Vr.SL or Vr.FL or Vr.FD or Vr.SV or Vr.UV or Vr.AT ? element.Value.Length / UnitSize(element.Vr) : 1;
    }

    /// <summary>Bytes in hex.</summary>
    public string Bytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return "(no value)";
        var shown = full ? bytes.Length : Math.Min(bytes.Length, MostBytes);
        var text = new StringBuilder(shown * 3);
        for (var i = 0; i < shown; i++) text.Append(i == 0 ? "" : "\\").Append(CultureInfo.InvariantCulture, $"{bytes[i]:x2}");
        return text.Append(shown < bytes.Length ? "..." : "").ToString();
    }

    private string Numbers(DataSet dataSet, DataElement element, Func<string, string> show)
    {
        var unit = UnitSize(element.Vr);
        var count = element.Value.Length / unit;
        var shown = full ? count : Math.Min(count, MostNumbers);
        var part = new DataSet(dataSet.ByteOrder).Set(new DataElement(element.Tag, element.Vr, element.Value[..(shown * unit)]));
        return string.Join('\\', part.GetStrings(element.Tag).Select(show)) + (shown < count ? "..." : "");
    }

    private static int UnitSize(Vr vr) => vr == Vr.AT ? 4 : vr.UnitSize;

    private static string TextOf(DataSet dataSet, DataElement element) => dataSet.CharacterSet.Decode(element.Value.Span, element.Vr).TrimEnd(' ', '\0');

    private string Shortened(string text) => full || text.Length <= LongestText ? text : text[..LongestText] + "...";

    private static string Uids(string[] values) => string.Join('\\', values.Select(value => Uid.TryParse(value, null, out var uid) ? Named(uid) : Printable.Of(value)));

    private static string Named(Uid uid)
    {
        var name = TransferSyntax.Of(uid).Name is { Length: > 0 } syntax ? syntax : StorageSopClasses.IodOf(uid);
        return name is null ? uid.ToString() : $"{uid} ={name}";
    }
}
