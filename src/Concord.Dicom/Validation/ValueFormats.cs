using System.Buffers;
using System.Globalization;
using Concord.Dicom.DataElements;

namespace Concord.Dicom.Validation;

/// <summary>Repertoire, length and form of one text value (PS3.5 §6.2, Table 6.2-1). Values come decoded, without padding.</summary>
internal static class ValueFormats
{
    private const int LongestShortText = 1024, LongestLongText = 10240, LongestNameGroup = 64;
    private static readonly SearchValues<char> CodeCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 _");
    private static readonly SearchValues<char> DecimalCharacters = SearchValues.Create("0123456789+-.eE");
    private static readonly ValueFault TooLong = new("a value is too long");
    private static readonly ValueFault Repertoire = new("a value has a character that is not allowed");
    private static readonly ValueFault Control = new("a value has a control character");
    private static readonly ValueFault NoDate = new("a value is no date of the form YYYYMMDD");
    private static readonly ValueFault NoTime = new("a value is no time of the form HHMMSS.FFFFFF");
    private static readonly ValueFault NoDateTime = new("a value is no date and time of the form YYYYMMDDHHMMSS.FFFFFF&ZZXX");
    private static readonly ValueFault NoDecimal = new("a value is no decimal number");
    private static readonly ValueFault NoInteger = new("a value is no integer of 32 bits");
    private static readonly ValueFault NoAge = new("a value is no age of the form nnnD, nnnW, nnnM or nnnY");
    private static readonly ValueFault NoUid = new("a value is no UID");
    private static readonly ValueFault UidRoot = new("a UID has a root that cannot be", IsWarning: true);
    private static readonly ValueFault UidZero = new("a component of a UID begins with a zero", IsWarning: true);
    private static readonly ValueFault NoName = new("a name has more than three component groups, or one of more than five components");

    /// <summary>What is wrong with the value, or null. An empty value is none, and nothing is wrong with it.</summary>
    public static ValueFault? Fault(Vr vr, string value)
    {
        if (value.Length == 0) return null;
        return vr switch
        {
            Vr.AE => OfPlain(value, 16),
            Vr.AS => IsAge(value) ? null : NoAge,
            Vr.CS => value.Length > 16 ? TooLong : value.AsSpan().ContainsAnyExcept(CodeCharacters) ? Repertoire : null,
            Vr.DA => IsDate(value) ? null : NoDate,
            Vr.TM => IsTime(value) ? null : NoTime,
            Vr.DT => IsDateTime(value) ? null : NoDateTime,
            Vr.DS => value.Length > 16 ? TooLong : IsDecimal(value) ? null : NoDecimal,
            Vr.IS => value.Length > 12 ? TooLong : int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? null : NoInteger,
            Vr.UI => OfUid(value),
            Vr.PN => OfName(value),
            Vr.SH => OfText(value, 16, mayHaveLines: false),
            Vr.LO => OfText(value, 64, mayHaveLines: false),
            Vr.UC => OfText(value, int.MaxValue, mayHaveLines: false),
            Vr.ST => OfText(value, LongestShortText, mayHaveLines: true),
            Vr.LT => OfText(value, LongestLongText, mayHaveLines: true),
            Vr.UT => OfText(value, int.MaxValue, mayHaveLines: true),
            Vr.UR => OfPlain(value, int.MaxValue),
            _ => null,
        };
    }

    private static ValueFault? OfPlain(string value, int longest) =>
        value.Length > longest ? TooLong : value.AsSpan().ContainsAnyExceptInRange(' ', '~') ? Repertoire : null;

    private static ValueFault? OfText(string value, int longest, bool mayHaveLines)
    {
        if (value.Length > longest && new StringInfo(value).LengthInTextElements > longest) return TooLong;
        foreach (var character in value)
            if (char.IsControl(character) && character != '\x1B' && !(mayHaveLines && character is '\r' or '\n' or '\f' or '\t')) return Control;
        return null;
    }

    private static ValueFault? OfName(string value)
    {
        var groups = value.Split('=');
        if (groups.Length > 3 || Array.Exists(groups, group => group.AsSpan().Count('^') > 4)) return NoName;
        if (Array.Exists(groups, group => group.Length > LongestNameGroup)) return TooLong;
        return OfText(value, int.MaxValue, mayHaveLines: false);
    }

    private static ValueFault? OfUid(string value)
    {
        if (!Uid.TryParse(value, out _)) return NoUid;
        var components = value.Split('.');
        if (Array.Exists(components, component => component.Length > 1 && component[0] == '0')) return UidZero;
        if (components[0] is not ("0" or "1" or "2") || components.Length < 2) return UidRoot;
        return components[0] != "2" && (components[1].Length > 2 || int.Parse(components[1], CultureInfo.InvariantCulture) > 39) ? UidRoot : null;
    }

    private static bool IsAge(string value) => value.Length == 4 && AreDigits(value.AsSpan(0, 3)) && value[3] is 'D' or 'W' or 'M' or 'Y';

    private static bool IsDate(ReadOnlySpan<char> value) =>
        value.Length == 8 && AreDigits(value) && IsDay(Number(value[..4]), Number(value[4..6]), Number(value[6..]));

    private static bool IsDay(int year, int month, int day) =>
        month is >= 1 and <= 12 && day >= 1 && day <= (year is >= 1 and <= 9999 ? DateTime.DaysInMonth(year, month) : 31);

    /// <summary>HH, HHMM, HHMMSS or HHMMSS.F to .FFFFFF; 60 seconds are a leap second.</summary>
    private static bool IsTime(ReadOnlySpan<char> value)
    {
        var point = value.IndexOf('.');
        var whole = point < 0 ? value : value[..point];
        if (point >= 0 && (whole.Length != 6 || !IsFraction(value[(point + 1)..]))) return false;
        return whole.Length is 2 or 4 or 6 && AreDigits(whole) && Number(whole[..2]) < 24
            && (whole.Length < 4 || Number(whole[2..4]) < 60) && (whole.Length < 6 || Number(whole[4..]) <= 60);
    }

    private static bool IsDateTime(ReadOnlySpan<char> value)
    {
        var zone = value.LastIndexOfAny('+', '-');
        if (zone >= 0)
        {
            var offset = value[(zone + 1)..];
            if (offset.Length != 4 || !AreDigits(offset) || Number(offset[..2]) > 14 || Number(offset[2..]) > 59) return false;
            value = value[..zone];
        }
        var day = value[..Math.Min(8, value.Length)];
        if (day.Length is not (4 or 6 or 8) || !AreDigits(day) || (day.Length >= 6 && Number(day[4..6]) is < 1 or > 12)) return false;
        return day.Length < 8 ? value.Length == day.Length : IsDate(day) && (value.Length == 8 || IsTime(value[8..]));
    }

    private static bool IsFraction(ReadOnlySpan<char> digits) => digits.Length is >= 1 and <= 6 && AreDigits(digits);

    private static bool IsDecimal(ReadOnlySpan<char> value)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return !value.ContainsAnyExcept(DecimalCharacters) && double.TryParse(value, Style, CultureInfo.InvariantCulture, out _);
    }

    private static bool AreDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');

    private static int Number(ReadOnlySpan<char> digits) => int.Parse(digits, CultureInfo.InvariantCulture);
}
