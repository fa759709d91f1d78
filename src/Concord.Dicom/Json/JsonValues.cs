using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using Concord.Dicom.DataElements;

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
        return Even(_value.WrittenSpan.ToArray(), vr);
    }

    /// <summary>The value padded to even length.</summary>
    public static byte[] Even(byte[] value, Vr vr) => value.Length % 2 == 0 ? value : [.. value, vr.Padding];

    private void PutText(ref Utf8JsonReader json, Tag tag, Vr vr)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.String: Put(json.GetString()!, vr); break;
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
        Put(string.Join('=', groups).TrimEnd('='), Vr.PN);
    }

    /// <summary>VRs without a repertoire have ASCII; what else came in them was read as Latin-1 and goes back as that.</summary>
    private void Put(string text, Vr vr)
    {
        var isLatin = !vr.UsesCharacterSet && !text.AsSpan().ContainsAnyExceptInRange('\0', '\u00FF');
        System.Text.EncodingExtensions.GetBytes(isLatin ? System.Text.Encoding.Latin1 : System.Text.Encoding.UTF8, text, _value);
    }

    private void PutNumber(ref Utf8JsonReader json, Tag tag, Vr vr)
    {
        var at = _value.GetSpan(8);
        var size = vr == Vr.AT ? 4 : vr.UnitSize;
        if (!TryPutNumber(ref json, vr, at)) throw new JsonException($"{tag} has a value that {vr.Code} cannot hold.");
        _value.Advance(size);
    }

    private static bool TryPutNumber(ref Utf8JsonReader json, Vr vr, Span<byte> at)
    {
        switch (vr)
        {
            case Vr.FL or Vr.FD:
                if (!TryGetReal(ref json, out var real)) return false;
                if (vr == Vr.FL) BinaryPrimitives.WriteSingleLittleEndian(at, (float)real);
                else BinaryPrimitives.WriteDoubleLittleEndian(at, real);
                return true;
            case Vr.AT:
                if (json.TokenType != JsonTokenType.String || !Tag.TryParse(json.GetString(), null, out var tag)) return false;
                BinaryPrimitives.WriteUInt16LittleEndian(at, tag.Group);
                BinaryPrimitives.WriteUInt16LittleEndian(at[2..], tag.Element);
                return true;
            case Vr.US or Vr.SS or Vr.UL or Vr.SL or Vr.SV or Vr.UV:
                return TryGetInteger(ref json, out var integer) && TryPutInteger(integer, vr, at);
            default: return false;
        }
    }

    private static bool TryPutInteger(Int128 value, Vr vr, Span<byte> at)
    {
        var (least, most) = vr switch
        {
            Vr.US => (0, ushort.MaxValue),
            Vr.SS => (short.MinValue, short.MaxValue),
            Vr.UL => (0, uint.MaxValue),
            Vr.SL => (int.MinValue, int.MaxValue),
            Vr.UV => (0, ulong.MaxValue),
            _ => ((Int128)long.MinValue, (Int128)long.MaxValue),
        };
        if (value < least || value > most) return false;
        BinaryPrimitives.WriteUInt64LittleEndian(at, unchecked((ulong)value));
        return true;
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
        if (json.TokenType != JsonTokenType.String) return false;
        var text = json.GetString()!;
        switch (text.ToUpperInvariant())
        {
            case "INF" or "INFINITY" or "+INF" or "+INFINITY":
                value = double.PositiveInfinity;
                return true;
            case "-INF" or "-INFINITY":
                value = double.NegativeInfinity;
                return true;
            default:
                return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        }
    }
}
