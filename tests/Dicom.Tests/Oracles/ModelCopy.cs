using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;

namespace Dicom.Tests.Oracles;

/// <summary>What a text model (JSON, XML) carries of a data set, made without it: text in UTF-8 without padding, numbers as they are, Little Endian,
/// no group lengths, lengths defined, unknown VRs that the dictionary knows named.</summary>
internal static partial class ModelCopy
{
    /// <param name="areNumbersText">XML: DS and IS keep their characters; JSON: they are numbers with the same digits.</param>
    public static DataSet Of(DataSet dataSet, bool areNumbersText)
    {
        var hasNonAscii = false;
        var copy = Of(dataSet, areNumbersText, ref hasNonAscii);
        if (hasNonAscii && !copy.Contains(Tags.SpecificCharacterSet)) copy.SetString(Tags.SpecificCharacterSet, "ISO_IR 192");
        return copy;
    }

    private static DataSet Of(DataSet dataSet, bool areNumbersText, ref bool hasNonAscii)
    {
        var copy = new DataSet();
        foreach (var element in dataSet)
        {
            if (element.Tag.IsGroupLength) continue;
            var vr = dataSet.VrOf(element) is { IsKnown: true } known ? known : Vr.UN;
            if (element.Items is { } items)
            {
                List<SequenceItem> copies = [];
                foreach (var item in items) copies.Add(new(Of(item.DataSet, areNumbersText, ref hasNonAscii)));
                copy.Set(DataElement.Sequence(element.Tag, copies));
            }
            else if (element.Tag == Tags.SpecificCharacterSet) copy.SetString(Tags.SpecificCharacterSet, "ISO_IR 192");
            else if (element.Fragments is { } fragments) copy.Set(DataElement.Encapsulated(element.Tag, fragments, vr));
            else copy.Set(new DataElement(element.Tag, vr, vr.IsString ? Text(dataSet, element, vr, areNumbersText, ref hasNonAscii) : Binary(dataSet, element, vr)));
        }
        return copy;
    }

    private static byte[] Binary(DataSet dataSet, DataElement element, Vr vr)
    {
        var value = LittleEndianValue.Of(element, dataSet.ByteOrderOf(element));
        var size = NumberValue.SizeOf(vr);
        return size == 0 ? Utf8Value.Even(value.ToArray(), vr) : value[..(value.Length / size * size)].ToArray();
    }

    private static byte[] Text(DataSet dataSet, DataElement element, Vr vr, bool areNumbersText, ref bool hasNonAscii)
    {
        var values = dataSet.GetStrings(element.Tag);
        if (values is [] or [""]) return [];
        for (var i = 0; i < values.Length; i++)
        {
            if (vr == Vr.PN) values[i] = Name(values[i], areNumbersText);
            else if (vr is Vr.DS or Vr.IS && !areNumbersText) values[i] = Digits(values[i]);
        }
        var output = new ArrayBufferWriter<byte>();
        Utf8Value.Put(output, string.Join('\\', values), vr);
        hasNonAscii |= vr.UsesCharacterSet && !System.Text.Ascii.IsValid(output.WrittenSpan);
        return Utf8Value.Even(output.WrittenSpan.ToArray(), vr);
    }

    /// <summary>A name without what says nothing: groups that are empty at its end and, in XML, components that are.</summary>
    private static string Name(string name, bool isXml)
    {
        var (alphabetic, ideographic, phonetic) = PersonName.Parse(name);
        return (isXml ? new PersonName(alphabetic.TrimEnd('^'), ideographic.TrimEnd('^'), phonetic.TrimEnd('^')) : new PersonName(alphabetic, ideographic, phonetic)).ToString();
    }

    /// <summary>A number as JSON writes it: no plus, no leading zeros, a digit before the point, none but digits behind it.</summary>
    private static string Digits(string text)
    {
        if (Number().Match(text) is not { Success: true } number || text.Length > 64) return text;
        var (whole, fraction) = (number.Groups["whole"].Value, number.Groups["fraction"].Value);
        if (whole.Length + fraction.Length == 0 || !double.IsFinite(double.Parse(text, CultureInfo.InvariantCulture))) return text;
        whole = whole.TrimStart('0');
        return $"{(text[0] == '-' ? "-" : "")}{(whole.Length == 0 ? "0" : whole)}{(fraction.Length == 0 ? "" : "." + fraction)}{number.Groups["exponent"].Value}";
    }

    [GeneratedRegex(@"^[+-]?(?<whole>[0-9]*)(\.(?<fraction>[0-9]*))?(?<exponent>[eE][+-]?[0-9]+)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
