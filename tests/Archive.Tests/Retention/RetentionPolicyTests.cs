using Archive.Tests.Index;
using Concord.Vault.Retention;
using FsCheck.Fluent;

namespace Archive.Tests.Retention;

public sealed class RetentionPolicyTests
{
    private static readonly RetentionRule General = new() { Name = "general", Years = 10, Action = RetentionAction.Reject };
    private static readonly RetentionRule Mammography = new() { Name = "mammography", Modalities = ["MG"], Years = 20, Action = RetentionAction.Report };
    private static readonly RetentionRule Children = new() { Name = "children", YoungerThan = 18, Years = 10, UntilAge = 28, Action = RetentionAction.Reject };
    private static readonly RetentionRule North = new() { Name = "north", Sites = ["NORTH"], Years = 15, Action = RetentionAction.Reject };
    private static readonly RetentionRule Arrivals = new() { Name = "arrivals", From = RetentionBasis.LastArrival, Years = 3, Action = RetentionAction.Reject };

    [Theory]
    [InlineData("20160229", 10, "2026-03-01")] // no such day: the day after
    [InlineData("20160228", 10, "2026-02-28")]
    [InlineData("20160229", 12, "2028-02-29")]
    [InlineData("20151231", 1, "2016-12-31")]
    public void Years_are_full_years(string date, int years, string last)
    {
        var verdict = Judge(Study(date, "CT"), General with { Years = years });
        Assert.Equal(DateOnly.Parse(last, System.Globalization.CultureInfo.InvariantCulture), verdict.KeptThrough);
        Assert.False(verdict.IsExpired(verdict.KeptThrough!.Value));
        Assert.True(verdict.IsExpired(verdict.KeptThrough.Value.AddDays(1)));
    }

    [Fact]
    public void The_longest_retention_of_any_series_wins()
    {
        Assert.Equal("mammography", Judge(Study("20150101", "CT", "MG", "SR"), Mammography, General).Rule!.Name);
        var mixed = Study("20150101") with { Series = [("SOUTH", "CT"), ("NORTH", "CT")] };
        Assert.Equal("north", Judge(mixed, North, General).Rule!.Name);
        Assert.Equal("general", Judge(mixed, North with { Years = 5 }, General).Rule!.Name);
    }

    [Fact]
    public void On_the_same_day_the_milder_rule_wins() =>
        Assert.Equal("mild", Judge(Study("20150101", "CT", "MR"), General with { Modalities = ["CT"] }, General with { Name = "mild", Action = RetentionAction.Report }).Rule!.Name);

    [Fact]
    public void A_series_that_no_rule_fits_keeps_its_study_for_good()
    {
        Assert.Same(RetentionVerdict.NoRule, Judge(Study("19900101", "CT", "SR"), General with { Modalities = ["CT"] }));
        Assert.Same(RetentionVerdict.NoRule, Judge(Study("19900101", "CT")));
        Assert.False(RetentionVerdict.NoRule.IsExpired(DateOnly.MaxValue));
    }

    [Theory]
    [InlineData("20100101", "20000601", "children", "2028-06-01")] // nine years old: until 28
    [InlineData("20100101", "19800601", "general", "2020-01-01")]
    [InlineData("20100101", "19920101", "general", "2020-01-01")] // 18 on that day
    [InlineData("20100101", "19920102", "children", "2020-01-02")] // 18 on the next
    [InlineData("20100101", "", "children", "2038-01-01")] // not known: as if born on the day
    [InlineData("20100101", "20110101", "children", "2038-01-01")] // cannot be
    [InlineData("20100101", "18700101", "children", "2038-01-01")]
    [InlineData("20100228", "19920229", "children", "2020-02-29")] // born on 29 February: older on 1 March
    [InlineData("20100301", "19920229", "general", "2020-03-01")]
    public void Children_are_kept_until_they_are_grown_up(string studyDate, string birthDate, string rule, string last)
    {
        var verdict = Judge(Study(studyDate, "CT") with { BirthDate = birthDate }, Children, General);
        Assert.Equal((rule, last), (verdict.Rule!.Name, verdict.KeptThrough!.Value.ToString("O", System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("20150230")]
    [InlineData("18000101")]
    [InlineData("20991231")]
    [InlineData("99999999")]
    public void A_study_date_that_cannot_be_never_counts(string date)
    {
        var verdict = Judge(Study(date, "CT"), General);
        Assert.Equal((RetentionBasis.LastArrival, new DateOnly(2026, 1, 3)), (verdict.Basis, verdict.KeptThrough));
    }

    [Fact]
    public void What_was_migrated_is_not_touched_at_once()
    {
        var migrated = Study("19950101", "CT") with { LastArrival = new DateTimeOffset(2025, 6, 1, 0, 0, 0, TimeSpan.Zero) };
        Assert.Equal(new DateOnly(2025, 7, 1), Judge(migrated, General).KeptThrough);
        Assert.Same(RetentionVerdict.NoArrival, Judge(migrated with { LastArrival = null }, General));
    }

    [Fact]
    public void Nothing_expires_while_its_last_day_lasts_anywhere_on_earth()
    {
        var kept = Judge(Study("20160101", "CT"), General).KeptThrough!.Value; // through 2026-01-01
        Assert.False(Judge(Study("20160101", "CT"), General).IsExpired(StudyDates.Today(new DateTimeOffset(kept.AddDays(1), new TimeOnly(11, 59), TimeSpan.Zero)))); // 23:59 in the far west
        Assert.True(Judge(Study("20160101", "CT"), General).IsExpired(StudyDates.Today(new DateTimeOffset(kept.AddDays(1), new TimeOnly(12, 0), TimeSpan.Zero))));
        var arrival = new DateTimeOffset(2020, 2, 28, 11, 0, 0, TimeSpan.Zero); // 29 February in the far east
        Assert.Equal(new DateOnly(2023, 3, 1), Judge(Study("20200101", "CT") with { LastArrival = arrival }, Arrivals).KeptThrough);
    }

    /// <summary>Whatever the dates, sites and ages: expired means that every full year of every rule that may fit has gone by, counted day by day.</summary>
    [Fact]
    public void No_study_expires_before_its_time()
    {
        RetentionRule[] rules = [Children, North, Mammography, General with { Years = 7 }, Arrivals];
        var days = Gen.Choose(0, 60 * 366).Select(day => new DateOnly(1970, 1, 1).AddDays(day));
        var dates = Gen.OneOf(days.Select(StudyDates.Format), Gen.Elements("", "20160229", "20000229", "19991331", "00000000", "20770101"));
        var studies =
            from studyDate in dates
            from birthDate in dates
            from arrived in Gen.Choose(0, 56 * 366 * 24)
            from modality in Gen.Elements("CT", "MG", "SR")
            from site in Gen.Elements("NORTH", "SOUTH", "")
            from other in Gen.Elements("CT", "MG")
            select new RetainedStudy(Arrival.StudyUid(1), studyDate, birthDate, site, DateTimeOffset.UnixEpoch.AddHours(arrived), [(site, modality), ("SOUTH", other)], 1, 1);
        var policy = new RetentionPolicy(rules, 30);
        foreach (var study in studies.Sample(Environment.GetEnvironmentVariable("CONCORD_ALL") == "1" ? 200_000 : 5000))
        {
            var verdict = policy.Judge(study);
            Assert.NotNull(verdict.Rule);
            var last = Oracle(study, rules);
            Assert.True(verdict.KeptThrough >= last, $"{study.StudyDate} {study.BirthDate} {study.LastArrival:O} {string.Join(' ', study.Series)}: {verdict.KeptThrough} by {verdict.Rule.Name}, {last} expected");
        }
    }

    /// <summary>The same by another way: for each series, the shortest that any rule could mean if all unknowns were in favour of going, never less than the longest of the series.</summary>
    private static DateOnly Oracle(RetainedStudy study, RetentionRule[] rules)
    {
        var arrival = DateOnly.FromDateTime(study.LastArrival!.Value.UtcDateTime);
        var known = DateTime.TryParseExact(study.StudyDate, "yyyyMMdd", null, System.Globalization.DateTimeStyles.None, out var date) && date.Year >= 1895 && DateOnly.FromDateTime(date) <= DateOnly.FromDateTime(study.LastArrival!.Value.UtcDateTime.AddHours(14)); // where the day is furthest on
        var from = known ? DateOnly.FromDateTime(date) : arrival;
        var isBirthKnown = DateTime.TryParseExact(study.BirthDate, "yyyyMMdd", null, System.Globalization.DateTimeStyles.None, out var birth) && DateOnly.FromDateTime(birth) <= from && from.Year - birth.Year < 130;
        var longest = arrival.AddDays(30);
        foreach (var (site, modality) in study.Series)
        {
            var isChild = isBirthKnown && known && !IsAtLeast(DateOnly.FromDateTime(birth), from, 18);
            var rule = rules.First(rule => (rule.Sites.Count == 0 || rule.Sites.Contains(site)) && (rule.Modalities.Count == 0 || rule.Modalities.Contains(modality)) && (rule.YoungerThan is null || isChild));
            var last = Anniversary(rule.From == RetentionBasis.StudyDate ? from : arrival, rule.Years);
            if (rule.UntilAge is { } age && Anniversary(DateOnly.FromDateTime(birth), age) is var grown && grown > last) last = grown;
            if (last > longest) longest = last;
        }
        return longest;
    }

    /// <summary>Day by day: the first day on or after the same day and month that many years on.</summary>
    private static DateOnly Anniversary(DateOnly from, int years)
    {
        var day = new DateOnly(from.Year + years, from.Month, 1);
        while (day.Month == from.Month && day.Day < from.Day) day = day.AddDays(1);
        return day;
    }

    private static bool IsAtLeast(DateOnly birth, DateOnly at, int years) => Anniversary(birth, years) <= at;

    private static RetentionVerdict Judge(RetainedStudy study, params RetentionRule[] rules) => new RetentionPolicy(rules, 30).Judge(study);

    /// <summary>Of an adult; arrived on 2 January 2016 everywhere.</summary>
    private static RetainedStudy Study(string date, params string[] modalities) => new(
        Arrival.StudyUid(1), date, "19500505", "SOUTH", date.Length == 8 && string.CompareOrdinal(date, "2016") > 0 && string.CompareOrdinal(date, "2030") < 0
            ? new DateTimeOffset(DateOnly.FromDateTime(DateTime.ParseExact(date, "yyyyMMdd", null)).AddDays(1), TimeOnly.MinValue, TimeSpan.Zero)
            : new DateTimeOffset(2016, 1, 2, 12, 0, 0, TimeSpan.Zero), [.. modalities.Select(modality => ("SOUTH", modality))], 1, 1);
}
