using Concord.Dicom.DataElements;

namespace Concord.Vault.Query.Matching;

/// <summary>A key on DA or TM: one value or a range, both ends included (PS3.4 §C.2.2.2.5). Bounds are digits that compare as text.</summary>
/// <param name="Low">"" for an open end.</param>
/// <param name="High">Padded with nines: 10 covers all of the tenth hour. "" for an open end.</param>
internal sealed record DateTimeRange(string Low, string High, bool IsRange)
{
    private const int DateDigits = 8;
    private const int TimeDigits = 12; // HHMMSSFFFFFF

    /// <summary>Reads a key; false when it is neither a value nor a range.</summary>
    public static bool TryParse(string key, Vr vr, out DateTimeRange range)
    {
        range = new("", "", IsRange: false);
        var digits = vr == Vr.DA ? DateDigits : TimeDigits;
        var dash = key.IndexOf('-', StringComparison.Ordinal);
        var (low, high) = dash < 0 ? (key, key) : (key[..dash], key[(dash + 1)..]);
        if (!TryNormalize(low.Trim(), vr, out var from) || !TryNormalize(high.Trim(), vr, out var to) || (from.Length == 0 && to.Length == 0)) return false;
        range = new(from.Length == 0 ? "" : from.PadRight(digits, '0'), to.Length == 0 ? "" : to.PadRight(digits, '9'), dash >= 0);
        return true;
    }

    /// <summary>A stored value in the form that the bounds compare with; "" when it is none.</summary>
    public static string Comparable(string stored, Vr vr)
    {
        if (!TryNormalize(stored, vr, out var digits)) return "";
        if (vr == Vr.DA) return digits.Length == DateDigits ? digits : "";
        return digits.Length > 0 ? digits.PadRight(TimeDigits, '0') : "";
    }

    public bool Contains(string comparable) =>
        comparable.Length > 0 && (Low.Length == 0 || string.CompareOrdinal(comparable, Low) >= 0) && (High.Length == 0 || string.CompareOrdinal(comparable, High) <= 0);

    /// <summary>Digits only, the separators of the retired forms (yyyy.mm.dd, hh:mm:ss) and the decimal point dropped.</summary>
    private static bool TryNormalize(string text, Vr vr, out string digits)
    {
        digits = vr == Vr.DA ? text.Replace(".", "", StringComparison.Ordinal) : text.Replace(":", "", StringComparison.Ordinal);
        if (vr == Vr.TM && digits.IndexOf('.', StringComparison.Ordinal) is var point and >= 0)
        {
            if (point != 6) return false;
            digits = digits.Remove(point, 1);
        }
        if (digits.AsSpan().ContainsAnyExceptInRange('0', '9')) return false;
        return vr == Vr.DA ? digits.Length is 0 or 4 or 6 or DateDigits : digits.Length <= TimeDigits && (digits.Length >= 6 || digits.Length % 2 == 0);
    }
}
