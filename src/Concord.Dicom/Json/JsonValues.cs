using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;

namespace Concord.Dicom.Json;

/// <summary>Turns <c>Value</c> arrays into raw Little Endian values, text as UTF-8.</summary>
internal sealed class JsonValues
{
    private readonly ArrayBufferWriter<byte> _value = new();

    /// <summary>Text that is not ASCII has come by.</summary>
    public bool HasNonAscii { get; private set; }

    /// <summary>Reads the array that the reader stands on the start of.</summary>
    public byte[] Read(ref Utf8JsonReader json, Tag tag, Vr vr)
    {
        _value.ResetWrittenCount();
        var isFirst = true;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (vr.IsString && !isFirst) _value.Write("\\"u8);
            isFirst = false;
            if (vr == Vr.PN && json.TokenType == JsonTokenType.StartObject) PutName(ref json, tag);
            else if (vr.IsString) PutText(ref json, tag, vr);
            else PutNumber(ref json, tag, vr);
        }
        HasNonAscii |= vr.UsesCharacterSet && !System.Text.Ascii.IsValid(_value.WrittenSpan);
        return Utf8Value.Even(_value.WrittenSpan.ToArray(), vr);
    }

    private void PutText(ref Utf8JsonReader json, Tag tag, Vr vr)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.String: Utf8Value.Put(_value, json.GetString()!, vr); break;
            case JsonTokenType.Number when json.HasValueSequence: _value.Write(json.ValueSequence.ToArray()); break;
            case JsonTokenType.Number: _value.Write(json.ValueSpan); break;
            case JsonTokenType.Null: break;
            default: throw new JsonException($"{tag} has a value that is no text.");
        }
    }

    private void PutName(ref Utf8JsonReader json, Tag tag)
    {
        var groups = new string[3];
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            var index = json.ValueTextEquals("Alphabetic"u8) ? 0 : json.ValueTextEquals("Ideographic"u8) ? 1 : json.ValueTextEquals("Phonetic"u8) ? 2 : -1;
            if (!json.Read()) break;
            if (index < 0) json.Skip();
            else if (json.TokenType == JsonTokenType.String) groups[index] = json.GetString()!;
            else if (json.TokenType != JsonTokenType.Null) throw new JsonException($"{tag} has a name group that is no text.");
        }
        Utf8Value.Put(_value, string.Join('=', groups).TrimEnd('='), Vr.PN);
    }

    private void PutNumber(ref Utf8JsonReader json, Tag tag, Vr vr)
    {
        var at = _value.GetSpan(8);
        if (!TryPutNumber(ref json, vr, at)) throw new JsonException($"{tag} has a value that {vr.Code} cannot hold.");
        _value.Advance(NumberValue.SizeOf(vr));
    }

    private static bool TryPutNumber(ref Utf8JsonReader json, Vr vr, Span<byte> at)
    {
        switch (vr)
        {
            case Vr.FL or Vr.FD:
                if (!TryGetReal(ref json, out var real)) return false;
                NumberValue.PutReal(real, vr, at);
                return true;
            case Vr.AT:
                return json.TokenType == JsonTokenType.String && NumberValue.TryPutTag(json.GetString(), at);
            case Vr.US or Vr.SS or Vr.UL or Vr.SL or Vr.SV or Vr.UV:
                return TryGetInteger(ref json, out var integer) && NumberValue.TryPut(integer, vr, at);
            default: return false;
        }
    }

    private static bool TryGetInteger(ref Utf8JsonReader json, out Int128 value)
    {
        value = 0;
        if (json.TokenType == JsonTokenType.String) return Int128.TryParse(json.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
        if (json.TokenType != JsonTokenType.Number || !json.TryGetDecimal(out var number) || decimal.Truncate(number) != number) return false;
        value = (Int128)number;
        return true;
    }

    private static bool TryGetReal(ref Utf8JsonReader json, out double value)
    {
        if (json.TokenType == JsonTokenType.Number) return json.TryGetDouble(out value);
        value = 0;
        return json.TokenType == JsonTokenType.String && NumberValue.TryParseReal(json.GetString()!, out value);
    }
}
