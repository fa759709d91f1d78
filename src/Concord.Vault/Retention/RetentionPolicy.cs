namespace Concord.Vault.Retention;

/// <summary>Judges how long a study is kept. Pure; any number of threads.</summary>
public sealed class RetentionPolicy(IReadOnlyList<RetentionRule> rules, int minDaysAfterArrival)
{
    private enum Fit
    {
        No,
        Perhaps,
        Yes,
    }

    /// <summary>No study can be expired that is younger, years.</summary>
    internal int FewestYears { get; } = rules.Count == 0 ? int.MaxValue : rules.Min(rule => rule.Years);

    public IReadOnlyList<RetentionRule> Rules => rules;

    /// <summary>The longest retention of any of its series. What is not known counts for keeping.</summary>
    public RetentionVerdict Judge(RetainedStudy study)
    {
        if (study.LastArrival is not { } at) return RetentionVerdict.NoArrival;
        var lastArrival = StudyDates.Latest(at);
        var studyDate = StudyDates.Parse(study.StudyDate) is { } date && StudyDates.CanBeStudyDate(date, lastArrival) ? date : (DateOnly?)null;
        var birthDate = StudyDates.Parse(study.BirthDate) is { } birth && StudyDates.CanBeBirthDate(birth, studyDate ?? lastArrival) ? birth : (DateOnly?)null;
        var age = studyDate is { } day && birthDate is { } born ? StudyDates.YearsBetween(born, day) : (int?)null;
        RetentionVerdict? longest = null;
        foreach (var (site, modality) in study.Series)
        {
            var isRuled = false;
            foreach (var rule in rules)
            {
                var fit = FitOf(rule, site, modality, age);
                if (fit == Fit.No) continue;
                longest = Longer(longest, Apply(rule, studyDate, birthDate, lastArrival));
                isRuled = fit == Fit.Yes;
                if (isRuled) break;
            }
            if (!isRuled) return RetentionVerdict.NoRule;
        }
        return longest ?? RetentionVerdict.NoRule;
    }

    private static Fit FitOf(RetentionRule rule, string site, string modality, int? age)
    {
        if (rule.Sites.Count > 0 && !rule.Sites.Contains(site, StringComparer.Ordinal)) return Fit.No;
        if (rule.Modalities.Count > 0 && !rule.Modalities.Contains(modality, StringComparer.Ordinal)) return Fit.No;
        if (rule.YoungerThan is not { } limit) return Fit.Yes;
        return age is not { } years ? Fit.Perhaps : years < limit ? Fit.Yes : Fit.No;
    }

    private RetentionVerdict Apply(RetentionRule rule, DateOnly? studyDate, DateOnly? birthDate, DateOnly lastArrival)
    {
        var (from, basis) = rule.From == RetentionBasis.StudyDate && studyDate is { } date ? (date, RetentionBasis.StudyDate) : (lastArrival, RetentionBasis.LastArrival);
        var keptThrough = StudyDates.PlusYears(from, rule.Years);
        if (rule.UntilAge is { } age && StudyDates.PlusYears(birthDate ?? studyDate ?? lastArrival, age) is var grown && grown > keptThrough) keptThrough = grown;
        if (lastArrival.AddDays(minDaysAfterArrival) is var soonest && soonest > keptThrough) keptThrough = soonest;
        return new(rule, keptThrough, basis, "");
    }

    /// <summary>On the same day the milder one.</summary>
    private static RetentionVerdict Longer(RetentionVerdict? one, RetentionVerdict other) =>
        one is null || other.KeptThrough > one.KeptThrough || (other.KeptThrough == one.KeptThrough && other.Rule!.Action < one.Rule!.Action) ? other : one;
}
