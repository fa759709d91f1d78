using Concord.Dicom.DataElements;

namespace Concord.Vault.Index;

/// <summary>Counts what is kept by modality and what came by day: in short reads, one after the other, so that it stands in nobody's way. One at a time; not for every request.</summary>
/// <param name="atOnce">Studies, or bundles, of one read.</param>
public sealed class StorageCount(VaultIndex index, int atOnce = 2000)
{
    private const string Series = """
        SELECT study_key, modality, instances, bytes FROM series WHERE study_key > @1
          AND study_key <= (SELECT MAX(study_key) FROM (SELECT study_key FROM study WHERE study_key > @1 ORDER BY study_key LIMIT @2))
        ORDER BY study_key
        """;

    private const string Bundles = "SELECT bundle_id, study_uid, CASE WHEN last_at > 0 THEN last_at ELSE COALESCE(sealed_at, 0) END, COALESCE(sealed_at, last_at), arrived_entries, arrived_bytes FROM bundle WHERE bundle_id < @1 ORDER BY bundle_id DESC LIMIT @2";

    private readonly Dictionary<string, (long Studies, long Series, long Instances, long Bytes)> _modalities = new(StringComparer.Ordinal);
    private readonly Dictionary<DateOnly, (HashSet<long> Studies, long Instances, long Bytes)> _days = [];
    private readonly HashSet<string> _ofStudy = new(StringComparer.Ordinal);
    private long _study, _studies;

    /// <param name="since">The first day that is counted.</param>
    /// <param name="zone">Where days begin.</param>
    /// <exception cref="TimeoutException">A read took too long.</exception>
    public async Task<StorageFigures> Run(DateOnly since, TimeZoneInfo zone, CancellationToken cancel)
    {
        while (await index.Read(CountSeries, cancel)) cancel.ThrowIfCancellationRequested();
        var begin = new DateTimeOffset(since.ToDateTime(TimeOnly.MinValue), zone.GetUtcOffset(since.ToDateTime(TimeOnly.MinValue))).ToUnixTimeMilliseconds();
        for (long? behind = long.MaxValue; behind is { } last;)
        {
            cancel.ThrowIfCancellationRequested();
            behind = await index.Read(session => CountBundles(session, last, begin, zone), cancel);
        }
        var all = _modalities.Values;
        return new(
            _studies, all.Sum(one => one.Series), all.Sum(one => one.Instances), all.Sum(one => one.Bytes),
            [.. _modalities.Select(one => new ModalityFigures(one.Key, one.Value.Studies, one.Value.Series, one.Value.Instances, one.Value.Bytes)).OrderByDescending(one => one.Bytes)],
            [.. _days.Select(day => new DayFigures(day.Key, day.Value.Studies.Count, day.Value.Instances, day.Value.Bytes)).OrderBy(day => day.Day)]);
    }

    /// <summary>The next studies' series; false when there were none.</summary>
    private bool CountSeries(SqlSession session)
    {
        var before = _study;
        using var rows = session.Query(Series, _study, (long)atOnce);
        while (rows.Read())
        {
            if (rows.GetInt64(0) is var study && study != _study)
            {
                (_study, _studies) = (study, _studies + 1);
                _ofStudy.Clear();
            }
            var modality = rows.GetString(1);
            var known = _modalities.GetValueOrDefault(modality);
            _modalities[modality] = (known.Studies + (_ofStudy.Add(modality) ? 1 : 0), known.Series + 1, known.Instances + rows.GetInt64(2), known.Bytes + rows.GetInt64(3));
        }
        return _study != before;
    }

    /// <summary>Bundles of lower numbers than one; the lowest seen, or null when what follows was sealed before the first day: numbers rise with time, and what was put together
    /// anew has a newer one.</summary>
    private long? CountBundles(SqlSession session, long below, long begin, TimeZoneInfo zone)
    {
        var (count, lowest, isAnyNewer) = (0L, below, false);
        using var rows = session.Query(Bundles, below, (long)atOnce);
        while (rows.Read())
        {
            (count, lowest) = (count + 1, rows.GetInt64(0));
            isAnyNewer |= Math.Max(rows.GetInt64(2), rows.GetInt64(3)) >= begin;
            if (rows.GetInt64(2) < begin) continue;
            var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(2)), zone).DateTime);
            var known = _days.GetValueOrDefault(day);
            var studies = known.Studies ?? [];
            if (Uid.TryParse(rows.GetString(1), null, out var study)) studies.Add(LocatorHash.Of(study));
            _days[day] = (studies, known.Instances + rows.GetInt64(4), known.Bytes + rows.GetInt64(5));
        }
        return count == atOnce && isAnyNewer ? lowest : null;
    }
}
