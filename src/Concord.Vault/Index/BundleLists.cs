using Concord.Dicom.DataElements;
using Concord.Vault.Bundles;

namespace Concord.Vault.Index;

/// <summary>Lists of bundles that those who rewrite and sweep ask for.</summary>
internal static class BundleLists
{
    /// <summary>Series of at least so many bundles, behind <paramref name="after"/>, in the order of their UIDs.</summary>
    public static IReadOnlyList<SeriesKey> SeriesOfMany(SqlSession session, int least, SeriesKey? after, int limit)
    {
        var found = new List<SeriesKey>();
        using var rows = session.Query("""
            SELECT study_uid, series_uid FROM bundle WHERE study_uid > @1 OR (study_uid = @1 AND series_uid > @2)
            GROUP BY study_uid, series_uid HAVING COUNT(*) >= @3 ORDER BY study_uid, series_uid LIMIT @4
            """, after?.Study.ToString() ?? "", after?.Series.ToString() ?? "", (long)least, (long)limit);
        while (rows.Read())
            if (Uid.TryParse(rows.GetString(0), null, out var study) && Uid.TryParse(rows.GetString(1), null, out var series)) found.Add(new(study, series));
        return found;
    }

    /// <summary>All bundles of a series, those without a live entry too, and when something last came to each.</summary>
    public static IReadOnlyList<(BundleRow Row, DateTimeOffset LastAt)> OfSeries(SqlSession session, SeriesKey key) =>
        WithLastAt(session, "WHERE study_uid = @1 AND series_uid = @2 ORDER BY bundle_id", key.Study.ToString(), key.Series.ToString());

    /// <summary>Bundles of higher numbers than one, by number, and when something last came to each.</summary>
    public static IReadOnlyList<(BundleRow Row, DateTimeOffset LastAt)> Behind(SqlSession session, long bundleId, int limit) =>
        WithLastAt(session, "WHERE bundle_id > @1 ORDER BY bundle_id LIMIT @2", bundleId, (long)limit);

    private static List<(BundleRow Row, DateTimeOffset LastAt)> WithLastAt(SqlSession session, string condition, params object?[] values)
    {
        var found = new List<(BundleRow, DateTimeOffset)>();
        using var rows = session.Query($"{BundleRows.Select.Replace(" FROM", ", last_at FROM", StringComparison.Ordinal)} {condition}", values);
        while (rows.Read()) found.Add((BundleRows.Of(rows), DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(rows.FieldCount - 1))));
        return found;
    }

    /// <summary>The bundles there are from one number to another.</summary>
    public static HashSet<long> Ids(SqlSession session, long first, long last)
    {
        var found = new HashSet<long>();
        using var rows = session.Query("SELECT bundle_id FROM bundle WHERE bundle_id BETWEEN @1 AND @2", first, last);
        while (rows.Read()) found.Add(rows.GetInt64(0));
        return found;
    }

    /// <summary>Those of the arrivals that were purged.</summary>
    public static HashSet<long> Purged(SqlSession session, IReadOnlyList<long> arrivals) =>
        [.. arrivals.Where(arrival => session.Number("SELECT 1 FROM purged WHERE arrival = @1", arrival) is not null)];
}
