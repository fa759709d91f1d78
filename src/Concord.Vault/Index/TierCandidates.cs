using Concord.Vault.Tiers;

namespace Concord.Vault.Index;

/// <summary>Which bundles in the data folder the rules would move, oldest study first.</summary>
internal sealed class TierCandidates(VaultIndex index, TierOptions options)
{
    /// <summary>What a study's age counts from, Unix milliseconds; of the bundle <c>b</c>, and of any other of its study.</summary>
    private const string Arrived = "sealed_at", Touched = "MAX(COALESCE(touched_at, 0), sealed_at)";

    private const string StudyDate = "(SELECT s.study_date FROM study s WHERE s.study_uid = bundle.study_uid)";

    /// <param name="before">Studies older than that; null: of any age.</param>
    /// <param name="except">Passed by.</param>
    public async Task<IReadOnlyList<BundleRow>> Find(DateTimeOffset? before, int limit, HashSet<long> except, CancellationToken cancel)
    {
        if (options.By == TierAge.StudyDate) return await Read(ByStudyDate(), before is { } date ? date.ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture) : "99999999", limit, except, cancel);
        return await Read(ByTime(options.By == TierAge.Touched ? Touched : Arrived), before?.ToUnixTimeMilliseconds() ?? long.MaxValue, limit, except, cancel);
    }

    private string ByTime(string age) => $"""
        WHERE is_warm = 0 AND sha256 IS NOT NULL AND {age} < @1 {OfModality()}
          AND NOT EXISTS (SELECT 1 FROM bundle n WHERE n.study_uid = bundle.study_uid AND (n.sha256 IS NULL OR {age.Replace("sealed_at", "n.sealed_at", StringComparison.Ordinal).Replace("touched_at", "n.touched_at", StringComparison.Ordinal)} >= @1))
        ORDER BY {age}, bundle_id LIMIT @2
        """;

    private string ByStudyDate() => $"""
        WHERE is_warm = 0 AND sha256 IS NOT NULL AND {StudyDate} <> '' AND {StudyDate} < @1 {OfModality()}
        ORDER BY {StudyDate}, bundle_id LIMIT @2
        """;

    private string OfModality() => options.Modalities.Count == 0 ? "" : $"""
        AND EXISTS (SELECT 1 FROM series x JOIN study y ON y.study_key = x.study_key
          WHERE y.study_uid = bundle.study_uid AND x.series_uid = bundle.series_uid AND x.modality IN ({string.Join(", ", options.Modalities.Select((_, i) => $"@{i + 3}"))}))
        """;

    private Task<IReadOnlyList<BundleRow>> Read(string condition, object before, int limit, HashSet<long> except, CancellationToken cancel) => index.Read<IReadOnlyList<BundleRow>>(session =>
    {
        object?[] values = [before, (long)(limit + except.Count), .. options.Modalities];
        var found = new List<BundleRow>();
        using var rows = session.Query($"{BundleRows.Select} {condition}", values);
        while (rows.Read())
            if (BundleRows.Of(rows) is var bundle && !except.Contains(bundle.BundleId) && found.Count < limit) found.Add(bundle);
        return found;
    }, cancel);
}
