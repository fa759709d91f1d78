using Concord.Dicom.DataElements;

namespace Concord.Vault.Index;

/// <summary>How far the values of extended tags are.</summary>
internal static class ExtendedProgress
{
    /// <summary>Tags up to this number are indexed of everything.</summary>
    public static long FilledThrough(SqlSession session) => session.Number("SELECT MIN(extended_version) FROM series") ?? long.MaxValue;

    /// <summary>The highest tag of which the index has, or had, anything.</summary>
    public static long Highest(SqlSession session) =>
        Math.Max(session.Number("SELECT MAX(extended_version) FROM series") ?? 0, session.Number("SELECT MAX(tag_key) FROM extended_value") ?? 0);

    /// <summary>Instances of series that have their values of a tag, all instances, and series of which not all could be read.</summary>
    public static (long Done, long All, long Unreadable) Of(SqlSession session, long tagNumber)
    {
        var behind = session.Number("SELECT COALESCE(SUM(instances), 0) FROM series WHERE extended_version < @1", tagNumber) ?? 0;
        var all = session.Number("SELECT COALESCE(SUM(instances), 0) FROM study") ?? 0;
        return (Math.Max(all - behind, 0), all, session.Number("SELECT COUNT(*) FROM extended_unread WHERE version >= @1", tagNumber) ?? 0);
    }

    /// <summary>Series that lack values, behind one of them, in the order of what they lack.</summary>
    public static List<ExtendedBehind> Behind(SqlSession session, long version, ExtendedBehind? after, int limit)
    {
        var found = new List<ExtendedBehind>();
        using var rows = session.Query("""
            SELECT x.extended_version, x.series_key, s.study_uid, x.series_uid, x.source_arrival FROM series x JOIN study s ON s.study_key = x.study_key
            WHERE x.extended_version < @1 AND (x.extended_version, x.series_key) > (@2, @3) ORDER BY x.extended_version, x.series_key LIMIT @4
            """, version, after?.Version ?? -1, after?.SeriesKey ?? 0, (long)limit);
        while (rows.Read()) found.Add(new(rows.GetInt64(0), rows.GetInt64(1), Uid.Parse(rows.GetString(2)), Uid.Parse(rows.GetString(3)), rows.GetInt64(4)));
        return found;
    }

    /// <summary>The tag with values whose number is next to one; null when there is none.</summary>
    public static long? NextTag(SqlSession session, long after) => session.Number("SELECT MIN(tag_key) FROM extended_value WHERE tag_key > @1", after);
}
