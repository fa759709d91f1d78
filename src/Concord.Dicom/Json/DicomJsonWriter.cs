using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;

namespace Concord.Dicom.Json;

/// <summary>The DICOM JSON Model (PS3.18 Annex F), streamed.</summary>
/// <remarks>Text is UTF-8, so Specific Character Set says ISO_IR 192; group lengths are left out. DS and IS are numbers with exactly the digits
/// that were there, and strings where the text is no number. Numbers that a double cannot hold, NaN and the infinities are strings. UN of an element
/// that the dictionary knows is what it says.</remarks>
public static class DicomJsonWriter
{
    private const long MaxExactInteger = 1L << 53;

    /// <summary>Writes one data set as one JSON object.</summary>
    /// <param name="bulkDataUri">Asked for every binary value (OB OD OF OL OV OW UN) that is not empty, and for encapsulated pixel data: the
    /// BulkDataURI, or null to inline. Gets the tag path, <c>7FE00010</c> or <c>54000100/0/54001010</c>.</param>
    /// <exception cref="InvalidOperationException">The data set is nested too deep: more than 1024 levels, or than the options of <paramref name="json"/>
    /// allow (by default 333). What was written before it is no JSON then.</exception>
    public static void Write(Utf8JsonWriter json, DataSet dataSet, Func<string, DataElement, string?>? bulkDataUri = null) =>
        WriteObject(json, dataSet, bulkDataUri, "", depth: 0);

    private static void WriteObject(Utf8JsonWriter json, DataSet dataSet, Func<string, DataElement, string?>? bulkDataUri, string path, int depth)
    {
        EncodingPass.RequireDepth(depth);
        json.WriteStartObject();
        Span<char> name = stackalloc char[8];
        foreach (var element in dataSet)
        {
            if (element.Tag.IsGroupLength) continue;
            element.Tag.Value.TryFormat(name, out _, "X8", CultureInfo.InvariantCulture);
            json.WriteStartObject(name);
            var vr = dataSet.VrOf(element) is { IsKnown: true } known ? known : Vr.UN;
            if (element is { Items: null, Fragments: null } && element.Tag == Tags.SpecificCharacterSet) vr = Vr.CS; // its value is ours, whatever it was called
            WriteVr(json, vr);
            if (element.Items is { } items) WriteItems(json, items, bulkDataUri, $"{path}{element.Tag.ToHex()}/", depth + 1);
            else if (element.Fragments is not null || IsBinary(vr)) WriteBinary(json, dataSet, element, bulkDataUri, path);
            else if (!element.Value.IsEmpty || element.Tag == Tags.SpecificCharacterSet) WriteValues(json, dataSet, element, vr);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static bool IsBinary(Vr vr) => vr is Vr.OB or Vr.OD or Vr.OF or Vr.OL or Vr.OV or Vr.OW or Vr.UN;

    private static void WriteVr(Utf8JsonWriter json, Vr vr)
    {
        ReadOnlySpan<byte> letters = [(byte)((ushort)vr >> 8), (byte)vr];
        json.WriteString("vr"u8, letters);
    }

    private static void WriteItems(Utf8JsonWriter json, IReadOnlyList<SequenceItem> items, Func<string, DataElement, string?>? bulkDataUri, string path, int depth)
    {
        if (items.Count == 0) return;
        json.WriteStartArray("Value"u8);
        for (var i = 0; i < items.Count; i++) WriteObject(json, items[i].DataSet, bulkDataUri, bulkDataUri is null ? "" : $"{path}{i}/", depth);
        json.WriteEndArray();
    }

    private static void WriteBinary(Utf8JsonWriter json, DataSet dataSet, DataElement element, Func<string, DataElement, string?>? bulkDataUri, string path)
    {
        if (element.IsEmpty) return;
        if (bulkDataUri?.Invoke(path + element.Tag.ToHex(), element) is { } uri) json.WriteString("BulkDataURI"u8, uri);
        else json.WriteBase64String("InlineBinary"u8, LittleEndianValue.Of(element, dataSet.ByteOrderOf(element)));
    }

    private static void WriteValues(Utf8JsonWriter json, DataSet dataSet, DataElement element, Vr vr)
    {
        if (element.Tag == Tags.SpecificCharacterSet)
        {
            json.WriteStartArray("Value"u8);
            json.WriteStringValue("ISO_IR 192"u8);
            json.WriteEndArray();
            return;
        }
        if (!vr.IsString)
        {
            WriteNumbers(json, dataSet, element, vr);
            return;
        }
        if (TryWritePlain(json, dataSet, element, vr)) return;
        var values = dataSet.GetStrings(element.Tag);
        if (values is [] or [""]) return;
        json.WriteStartArray("Value"u8);
        foreach (var value in values)
        {
            if (value.Length == 0) json.WriteNullValue();
            else if (vr == Vr.PN) WritePersonName(json, value);
            else if (vr is Vr.DS or Vr.IS && JsonNumber.TryWrite(json, value)) continue;
            else json.WriteStringValue(value);
        }
        json.WriteEndArray();
    }

    /// <summary>One value in ASCII, as most are: from its bytes, without strings.</summary>
    private static bool TryWritePlain(Utf8JsonWriter json, DataSet dataSet, DataElement element, Vr vr)
    {
        const byte escape = 0x1B;
        var value = element.Value.Span;
        if (vr == Vr.PN || value.IndexOfAny((byte)'\\', escape) >= 0 || !System.Text.Ascii.IsValid(value)) return false;
        if (vr.UsesCharacterSet && !dataSet.CharacterSet.HasAscii) return false;
        value = value.TrimEnd(" \0"u8);
        if (vr.IsMultiValuedString) value = value.TrimStart(" \0"u8);
        if (value.IsEmpty) return true;
        json.WriteStartArray("Value"u8);
        Span<char> text = stackalloc char[JsonNumber.MaxLength];
        var mayBeNumber = vr is Vr.DS or Vr.IS && value.Length <= text.Length;
        if (!mayBeNumber || !JsonNumber.TryWrite(json, text[..System.Text.Encoding.ASCII.GetChars(value, text)])) json.WriteStringValue(value);
        json.WriteEndArray();
        return true;
    }

    private static void WritePersonName(Utf8JsonWriter json, string value)
    {
        var name = PersonName.Parse(value);
        json.WriteStartObject();
        if (name.Alphabetic.Length > 0) json.WriteString("Alphabetic"u8, name.Alphabetic);
        if (name.Ideographic.Length > 0) json.WriteString("Ideographic"u8, name.Ideographic);
        if (name.Phonetic.Length > 0) json.WriteString("Phonetic"u8, name.Phonetic);
        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, DataSet dataSet, DataElement element, Vr vr)
    {
        var size = vr == Vr.AT ? 4 : vr.UnitSize;
        var value = LittleEndianValue.Of(element, dataSet.ByteOrderOf(element));
        if (value.Length < size) return;
        json.WriteStartArray("Value"u8);
        for (; value.Length >= size; value = value[size..]) WriteNumber(json, value, vr);
        json.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> at, Vr vr)
    {
        switch (vr)
        {
            case Vr.US: json.WriteNumberValue(BinaryPrimitives.ReadUInt16LittleEndian(at)); break;
            case Vr.SS: json.WriteNumberValue(BinaryPrimitives.ReadInt16LittleEndian(at)); break;
            case Vr.UL: json.WriteNumberValue(BinaryPrimitives.ReadUInt32LittleEndian(at)); break;
            case Vr.SL: json.WriteNumberValue(BinaryPrimitives.ReadInt32LittleEndian(at)); break;
            case Vr.FL:
                var single = BinaryPrimitives.ReadSingleLittleEndian(at);
                if (float.IsFinite(single)) json.WriteNumberValue(single);
                else json.WriteStringValue(single.ToString(CultureInfo.InvariantCulture));
                break;
            case Vr.FD:
                var real = BinaryPrimitives.ReadDoubleLittleEndian(at);
                if (double.IsFinite(real)) json.WriteNumberValue(real);
                else json.WriteStringValue(real.ToString(CultureInfo.InvariantCulture));
                break;
            case Vr.SV:
                var signed = BinaryPrimitives.ReadInt64LittleEndian(at);
                if (signed is >= -MaxExactInteger and <= MaxExactInteger) json.WriteNumberValue(signed);
                else json.WriteStringValue(signed.ToString(CultureInfo.InvariantCulture));
                break;
            case Vr.UV:
                var unsigned = BinaryPrimitives.ReadUInt64LittleEndian(at);
                if (unsigned <= MaxExactInteger) json.WriteNumberValue(unsigned);
                else json.WriteStringValue(unsigned.ToString(CultureInfo.InvariantCulture));
                break;
            default:
                json.WriteStringValue(new Tag(BinaryPrimitives.ReadUInt16LittleEndian(at), BinaryPrimitives.ReadUInt16LittleEndian(at[2..])).ToHex());
                break;
        }
    }
}
