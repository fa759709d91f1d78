using System.Globalization;

namespace Concord.Vault.Query.Matching;

/// <summary>A key on DT: one value or a range of instants (PS3.4 §C.2.2.2.5, PS3.5 §6.2). A value without UTC offset is in the archive's zone, UTC.</summary>
internal sealed record InstantRange(long LowTicks, long HighTicks)
{
    public static bool TryParse(string key, out InstantRange range)
    {
        range = new(0, 0);
        if (TryParseValue(key, out var low, out var high))
        {
            range = new(low, high);
            return true;
        }
        for (var dash = key.IndexOf('-', StringComparison.Ordinal); dash >= 0; dash = key.IndexOf('-', dash + 1)) // a dash may begin an offset too
        {
            var (from, to) = (key[..dash].Trim(), key[(dash + 1)..].Trim());
            var (isOpenLow, isOpenHigh) = (from.Length == 0, to.Length == 0);
            if (isOpenLow && isOpenHigh) return false;
            if ((!isOpenLow && !TryParseValue(from, out low, out _)) || (!isOpenHigh && !TryParseValue(to, out _, out high))) continue;
            range = new(isOpenLow ? long.MinValue : low, isOpenHigh ? long.MaxValue : high);
            return true;
        }
        return false;
    }

    /// <summary>The first instant that a stored value may mean, ticks of UTC: a value matches that begins within the range.</summary>
    public static bool TryStart(string stored, out long ticks) => TryParseValue(stored, out ticks, out _);

    public bool Contains(string stored) => TryParseValue(stored, out var low, out _) && low >= LowTicks && low <= HighTicks;

    /// <summary>YYYY[MM[DD[HH[MM[SS[.F…]]]]]][&amp;ZZXX]: the first and the last instant it may mean, ticks of UTC.</summary>
    private static bool TryParseValue(string text, out long low, out long high)
    {
        (low, high) = (0, 0);
        var sign = text.AsSpan().LastIndexOfAny('+', '-');
        var offset = 0;
        if (sign >= 4)
        {
            var zone = text.AsSpan(sign + 1);
            if (zone.Length != 4 || !int.TryParse(zone, NumberStyles.None, CultureInfo.InvariantCulture, out var hhmm) || hhmm > 1400) return false;
            offset = ((hhmm / 100 * 60) + (hhmm % 100)) * (text[sign] == '-' ? -1 : 1);
            text = text[..sign];
        }
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var digits = point < 0 ? text : text.Remove(point, 1);
        if ((point >= 0 && point != 14) || digits.Length is < 4 or > 20 || digits.AsSpan().ContainsAnyExceptInRange('0', '9')) return false;
        if (digits.Length < 14 && digits.Length % 2 != 0) return false;
        if (!TryTicks(digits.PadRight(20, '0'), digits.Length, out low, out high)) return false;
        low -= offset * TimeSpan.TicksPerMinute;
        high -= offset * TimeSpan.TicksPerMinute;
        return true;
    }

    private static bool TryTicks(string full, int known, out long low, out long high)
    {
        (low, high) = (0, 0);
        int Part(int at, int least) => known > at ? int.Parse(full.AsSpan(at, 2), CultureInfo.InvariantCulture) : least;
        var text = $"{full[..4]}{Part(4, 1):00}{Part(6, 1):00}{Part(8, 0):00}{Part(10, 0):00}{Math.Min(Part(12, 0), 59):00}";
        if (!DateTime.TryParseExact(text, "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var start)) return false;
        low = start.Ticks + (known > 14 ? long.Parse(full.AsSpan(14, 6), CultureInfo.InvariantCulture) * 10 : 0);
        var end = known switch
        {
            4 => start.Year < 9999 ? start.AddYears(1) : DateTime.MaxValue,
            6 => start.AddMonths(1),
            8 => start.AddDays(1),
            10 => start.AddHours(1),
            12 => start.AddMinutes(1),
            _ => start.AddSeconds(1),
        };
        high = known > 14 ? low : end.Ticks - 1;
        return true;
    }
}
