using System.Globalization;
using System.Text.RegularExpressions;
using Concord.Dicom.DataElements;

namespace Archive.Tests.ExtendedTags;

/// <summary>Matching of single values written down as PS3.4 §C.2.2.2 says it, without a thought to speed.</summary>
internal static class PlainMatch
{
    private static readonly string[] Words = ["A1", "a1", "A1B", "B_2", "100%", "X Y"];
    private static readonly string[] Patterns = ["A1", "a*", "A?", "*1*", "B_*", "?_2", "100%", "1*%", "~", "X Y", "*Y"];
    private static readonly string[] Numbers = ["1", "2", "10", "300"];

    /// <summary>Of each VR values that objects have and keys that are asked.</summary>
    public static IReadOnlyDictionary<Vr, (string[] Values, string[] Keys)> Pools { get; } = new SortedDictionary<Vr, (string[], string[])>
    {
        [Vr.AE] = (Words, Patterns), [Vr.LO] = (Words, Patterns), [Vr.SH] = (Words, Patterns), [Vr.UC] = (Words, Patterns), [Vr.UR] = (["http://a", "http://ab"], ["http://a", "http*", "*b"]),
        [Vr.CS] = (["A1", "B_2", "A1B"], ["A1", "A*", "?_2", "C"]), [Vr.AS] = (["031Y", "002M"], ["031Y", "002M", "0*"]), [Vr.UI] = (["1.2.3", "1.2.4"], ["1.2.3", "1.2.4", "1.2"]),
        [Vr.PN] = (["Smith^John", "SMITH^Ann", "Li^Si", "O'Hara^Ann"], ["smith*", "LI^SI", "?mith^john", "*^ann", "Smith^Ann", "x"]),
        [Vr.DA] = (["20250101", "20250215", "20251231", "19991231"], ["20250101", "20250101-20250215", "-20250101", "20250215-", "2000"]),
        [Vr.TM] = (["10", "1015", "101530", "101530.5", "235959.999"], ["1015", "10", "10-101530", "-1015", "101530-", "101530.5"]),
        [Vr.DT] = (["2025", "20250101", "20250101101530", "20250101101530.5", "20250101121530+0200", "20250101081530-0200"],
            ["2025", "20250101", "20250101101530", "20250101101530+0000", "20250101-20250102", "-20250101101530", "2025010110-", "20250101121530+0200"]),
        [Vr.IS] = (Numbers, ["1", "01", "+2", "10", "3"]), [Vr.DS] = (["1", "1.0", "2.50", "1e1", "-3"], ["1", "1.00", "2.5", "10", "-3.0", "4"]),
        [Vr.FL] = (["1", "0.1", "-2.5"], ["1", "0.1", "-2.5", "7"]), [Vr.FD] = (["1", "0.1", "-2.5"], ["1", "0.1", "-2.5", "7"]),
        [Vr.US] = (Numbers, Numbers), [Vr.UL] = (Numbers, Numbers), [Vr.UV] = (Numbers, Numbers), [Vr.SS] = (["-1", "2"], ["-1", "2", "3"]), [Vr.SL] = (["-1", "2"], ["-1", "2", "3"]), [Vr.SV] = (["-1", "2"], ["-1", "2", "3"]),
    };

    public static bool Matches(Vr vr, string key, string stored) => vr switch
    {
        Vr.DA => Within(key, stored, Day),
        Vr.TM => Within(key, stored, Clock),
        Vr.DT => Within(key, stored, Instant),
        Vr.PN => Wild(key.ToLowerInvariant(), stored.ToLowerInvariant()),
        Vr.IS or Vr.DS or Vr.FL or Vr.FD => double.Parse(key, CultureInfo.InvariantCulture) == double.Parse(stored, CultureInfo.InvariantCulture),
        Vr.AE or Vr.CS or Vr.LO or Vr.SH or Vr.UC or Vr.UR => Wild(key, stored),
        _ => key == stored,
    };

    private static bool Wild(string key, string stored) =>
        Regex.IsMatch(stored, "^" + Regex.Escape(key).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal) + "$", RegexOptions.None, TimeSpan.FromSeconds(1));

    /// <summary>A value begins within the key's range: from the beginning of its first to the end of its last value.</summary>
    private static bool Within(string key, string stored, Func<string, (decimal From, decimal To)> read)
    {
        var start = read(stored).From;
        var dash = key.IndexOf('-', StringComparison.Ordinal); // no key has a negative offset
        if (dash < 0) return start >= read(key).From && start <= read(key).To;
        return (dash == 0 || start >= read(key[..dash]).From) && (dash == key.Length - 1 || start <= read(key[(dash + 1)..]).To);
    }

    private static (decimal, decimal) Day(string text) => text.Length == 8
        ? (decimal.Parse(text, CultureInfo.InvariantCulture), decimal.Parse(text, CultureInfo.InvariantCulture))
        : (decimal.Parse(text.PadRight(8, '0'), CultureInfo.InvariantCulture), decimal.Parse(text.PadRight(8, '9'), CultureInfo.InvariantCulture));

    private static (decimal, decimal) Clock(string text)
    {
        var digits = text.Replace(".", "", StringComparison.Ordinal);
        return (decimal.Parse(digits.PadRight(12, '0'), CultureInfo.InvariantCulture), decimal.Parse(digits.PadRight(12, '9'), CultureInfo.InvariantCulture));
    }

    /// <summary>Microseconds of UTC.</summary>
    private static (decimal, decimal) Instant(string text)
    {
        var offset = 0;
        if (text.LastIndexOfAny(['+', '-']) is var sign and > 0)
        {
            offset = int.Parse(text.AsSpan(sign + 1, 2), CultureInfo.InvariantCulture) * (text[sign] == '-' ? -1 : 1);
            text = text[..sign];
        }
        var digits = text.Replace(".", "", StringComparison.Ordinal);
        int Part(int at, int length, int least) => digits.Length > at ? int.Parse(digits.AsSpan(at, length), CultureInfo.InvariantCulture) : least;
        var start = new DateTime(Part(0, 4, 1), Part(4, 2, 1), Part(6, 2, 1), Part(8, 2, 0), Part(10, 2, 0), Part(12, 2, 0), DateTimeKind.Utc).AddHours(-offset);
        var end = digits.Length switch { 4 => start.AddYears(1), 6 => start.AddMonths(1), 8 => start.AddDays(1), 10 => start.AddHours(1), 12 => start.AddMinutes(1), _ => start.AddSeconds(1) };
        var fraction = digits.Length > 14 ? decimal.Parse("0." + digits[14..], CultureInfo.InvariantCulture) * 1_000_000 : 0;
        var from = (start.Ticks / 10m) + fraction;
        return (from, digits.Length > 14 ? from : (end.Ticks / 10m) - 0.1m);
    }
}
