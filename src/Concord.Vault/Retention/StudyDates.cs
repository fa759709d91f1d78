using System.Globalization;

namespace Concord.Vault.Retention;

/// <summary>Dates of studies and patients: local dates without a time zone, so that each is taken at its latest.</summary>
internal static class StudyDates
{
    /// <summary>Nothing was taken before there were X-rays.</summary>
    private static readonly DateOnly Earliest = new(1895, 1, 1);

    /// <summary>The local date that is latest on earth (UTC+14).</summary>
    private static readonly TimeSpan East = TimeSpan.FromHours(14);

    /// <summary>The local date that is earliest on earth (UTC-12).</summary>
    private static readonly TimeSpan West = TimeSpan.FromHours(-12);

    /// <summary>A date of the index, eight digits; null for "" and for what no calendar has.</summary>
    public static DateOnly? Parse(string text) =>
        DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    public static string Format(DateOnly date) => date.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    /// <summary>The latest date that it was anywhere.</summary>
    public static DateOnly Latest(DateTimeOffset at) => DateOnly.FromDateTime((at.UtcDateTime.Ticks < DateTime.MaxValue.Ticks - East.Ticks ? at.UtcDateTime + East : DateTime.MaxValue));

    /// <summary>The date that it is everywhere at least.</summary>
    public static DateOnly Today(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime + West);

    /// <summary>The same day some years on; 29 February becomes 1 March where there is none.</summary>
    public static DateOnly PlusYears(DateOnly date, int years)
    {
        var later = date.AddYears(years);
        return later.Day == date.Day ? later : later.AddDays(1);
    }

    /// <summary>Full years from one date to another; who is born on 29 February is a year older on 1 March.</summary>
    public static int YearsBetween(DateOnly from, DateOnly to)
    {
        var years = to.Year - from.Year;
        return PlusYears(from, years) > to ? years - 1 : years;
    }

    /// <summary>A study date that can be: not before X-rays, not after the object came.</summary>
    public static bool CanBeStudyDate(DateOnly date, DateOnly lastArrival) => date >= Earliest && date <= lastArrival;

    /// <summary>A birth date that can be: not after the study, and of somebody who could have lived then.</summary>
    public static bool CanBeBirthDate(DateOnly date, DateOnly study) => date <= study && YearsBetween(date, study) <= 130;
}
