using System.Diagnostics;
using Concord.Dicom.DataElements;
using Concord.Vault.Index;

namespace Concord.Vault.Retention;

/// <summary>What would expire by a day: a look before rules act. Any number of threads; changes nothing.</summary>
/// <exception cref="TimeoutException">Of each look: the index does not catch up.</exception>
public sealed class RetentionList
{
    /// <summary>Most studies in one page.</summary>
    public const int MaxStudies = 1000;

    /// <summary>Most lines of a summary.</summary>
    public const int MaxTotals = 5000;

    /// <summary>Longest that is looked for one page; it is given as it is then.</summary>
    private static readonly TimeSpan PageTime = TimeSpan.FromSeconds(2);

    private readonly RetentionPages _pages;
    private readonly RetentionPolicy _policy;
    private readonly Func<Uid, bool> _isHeld;
    private readonly TimeProvider _time;
    private readonly VaultIndex _index;

    internal RetentionList(VaultIndex index, RetentionPolicy policy, Func<Uid, bool> isHeld, TimeProvider time) =>
        (_pages, _policy, _isHeld, _time, _index) = (new(index, policy), policy, isHeld, time, index);

    /// <summary>The day up to which time is over everywhere now.</summary>
    public DateOnly Today => StudyDates.Today(_time.GetUtcNow());

    /// <summary>Studies whose time is over on a day, by UID, after <paramref name="after"/>; where the next page begins after, null at the end.
    /// A page may be short, or empty, before the end.</summary>
    public async Task<(IReadOnlyList<ExpiredStudy> Studies, string? Next)> Page(DateOnly asOf, string after, int limit, CancellationToken cancel)
    {
        var found = new List<ExpiredStudy>();
        var start = _time.GetTimestamp();
        if (_policy.Rules.Count == 0) return (found, null);
        await _index.WaitUntilCaughtUp(cancel);
        do
        {
            var (studies, next, _) = await _pages.Read(after, asOf, cancel);
            foreach (var study in studies)
            {
                if (Judge(study, asOf) is not { } expired) continue;
                found.Add(expired);
                if (found.Count == limit) return (found, study.StudyInstanceUid.ToString());
            }
            if (next is null) return (found, null);
            after = next;
        }
        while (_time.GetElapsedTime(start) < PageTime);
        return (found, after);
    }

    /// <summary>Counts and bytes of all that expires by a day; reads every study that is old enough for some rule.</summary>
    public async Task<RetentionSummary> Sum(DateOnly asOf, CancellationToken cancel)
    {
        var totals = new Dictionary<(string, string, string), RetentionTotal>();
        long looked = 0, noRule = 0, noArrival = 0;
        await _index.WaitUntilCaughtUp(cancel);
        var next = _policy.Rules.Count == 0 ? null : "";
        while (next is { } after)
        {
            (var studies, next, var count) = await _pages.Read(after, asOf, cancel);
            looked += count;
            foreach (var study in studies)
            {
                var verdict = _policy.Judge(study);
                if (ReferenceEquals(verdict, RetentionVerdict.NoRule)) noRule++;
                else if (ReferenceEquals(verdict, RetentionVerdict.NoArrival)) noArrival++;
                else if (Judge(study, asOf) is { } expired) Add(totals, expired);
            }
        }
        return new(asOf, looked, noRule, noArrival,
            [.. totals.Values.OrderBy(total => total.Rule, StringComparer.Ordinal).ThenBy(total => total.Site, StringComparer.Ordinal).ThenBy(total => total.Modalities, StringComparer.Ordinal)]);
    }

    /// <summary>Null when its time is not over.</summary>
    internal ExpiredStudy? Judge(RetainedStudy study, DateOnly asOf)
    {
        var verdict = _policy.Judge(study);
        return verdict.IsExpired(asOf) ? new(study, verdict, _isHeld(study.StudyInstanceUid), study.RestoredFrom == (verdict.Rule!.Name, verdict.Rule.ToText())) : null;
    }

    private static void Add(Dictionary<(string, string, string), RetentionTotal> totals, ExpiredStudy expired)
    {
        var (study, rule) = (expired.Study, expired.Verdict.Rule ?? throw new UnreachableException());
        var key = (rule.Name, study.Site, study.Modalities);
        if (!totals.ContainsKey(key) && totals.Count >= MaxTotals) key = (rule.Name, "…", "…");
        if (!totals.TryGetValue(key, out var total)) totals.Add(key, total = new(rule.Name, rule.Action, key.Item2, key.Item3));
        total.Studies++;
        total.Instances += study.Instances;
        total.Bytes += study.Bytes;
        if (expired.IsHeld || expired.IsRestored) total.Spared++;
    }
}
