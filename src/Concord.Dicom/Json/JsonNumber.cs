using System.Globalization;
using System.Text.Json;

namespace Concord.Dicom.Json;

/// <summary>DS and IS text as JSON numbers with the same digits (PS3.18 §F.2.3).</summary>
internal static class JsonNumber
{
    /// <summary>Longest text that is taken for a number; DS has at most 16 characters, IS 12.</summary>
    public const int MaxLength = 64;

    /// <summary>Writes the text as a number: <c>+.5</c> as <c>0.5</c>, <c>007</c> as <c>7</c>.</summary>
    /// <returns>False, and nothing written, when it is none that a double can hold.</returns>
    public static bool TryWrite(Utf8JsonWriter json, ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > MaxLength) return false;
        Span<char> number = stackalloc char[MaxLength + 2];
        if (!TryNormalize(text, number, out var length)) return false;
        number = number[..length];
        if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) || !double.IsFinite(real)) return false;
        json.WriteRawValue(number, skipInputValidation: true);
        return true;
    }

    private static bool TryNormalize(ReadOnlySpan<char> text, Span<char> number, out int length)
    {
        length = 0;
        if (text[0] is '+' or '-')
        {
            if (text[0] == '-') number[length++] = '-';
            text = text[1..];
        }
        var whole = Digits(text);
        var rest = text[whole.Length..];
        var fraction = rest is ['.', ..] ? Digits(rest[1..]) : default;
        if (whole.IsEmpty && fraction.IsEmpty) return false;
        if (rest is ['.', ..]) rest = rest[(1 + fraction.Length)..];
        whole = whole.TrimStart('0');
        Put(whole.IsEmpty ? "0" : whole, number, ref length);
        if (!fraction.IsEmpty)
        {
            number[length++] = '.';
            Put(fraction, number, ref length);
        }
        if (rest.IsEmpty) return true;
        if (rest[0] is not ('e' or 'E')) return false;
        var exponent = rest[1..] is ['+' or '-', ..] ? rest[2..] : rest[1..];
        if (exponent.IsEmpty || Digits(exponent).Length != exponent.Length) return false;
        Put(rest, number, ref length);
        return true;
    }

    private static void Put(ReadOnlySpan<char> text, Span<char> number, ref int length)
    {
        text.CopyTo(number[length..]);
        length += text.Length;
    }

    private static ReadOnlySpan<char> Digits(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text : text[..end];
    }
}
