using System.Globalization;
using Concord.Dicom.DataElements;
using Concord.Vault.Index;

namespace Concord.Vault.Retention;

/// <summary>Reads studies that may be expired off the index, by their UIDs, in windows of bounded length.</summary>
internal sealed class RetentionPages(VaultIndex index, RetentionPolicy policy)
{
    /// <summary>Studies of one window; those that are too young for any rule are not given.</summary>
    public const int Window = 2048;

    /// <summary>Study dates and arrivals may be apart by the time zones of the earth.</summary>
    private const int SlackDays = 2;

    private const string Columns = """
        SELECT s.study_key, s.study_uid, s.study_date, s.birth_date, s.site, s.instances, s.bytes,
          (SELECT MIN(b.last_at) FROM bundle b WHERE b.study_uid = s.study_uid), (SELECT MAX(b.last_at) FROM bundle b WHERE b.study_uid = s.study_uid)
        FROM study s
        """;

    /// <summary>The studies of the window after a UID that may be expired on a day, by UID; where the next window begins after, null at the end; how many the window has.</summary>
    public Task<(IReadOnlyList<RetainedStudy> Studies, string? Next, long Looked)> Read(string after, DateOnly asOf, CancellationToken cancel) =>
        index.Read<(IReadOnlyList<RetainedStudy>, string?, long)>(session =>
        {
            var (last, looked, isEnd) = FindEnd(session, after);
            if (looked == 0) return ([], null, 0);
            var youngest = asOf.Year - policy.FewestYears < 1 ? "" : StudyDates.Format(asOf.AddYears(-policy.FewestYears).AddDays(SlackDays));
            var studies = Load(session, $"{Columns} WHERE s.study_uid > @1 AND s.study_uid <= @2 AND (s.study_date <= @3 OR s.study_date > @4) ORDER BY s.study_uid",
                after, last, youngest, StudyDates.Format(asOf.AddDays(SlackDays)));
            return (studies, isEnd ? null : last, looked);
        }, cancel);

    /// <summary>One study as it stands; null when there is none.</summary>
    public Task<RetainedStudy?> Find(Uid study, CancellationToken cancel) =>
        index.Read(session => Load(session, $"{Columns} WHERE s.study_uid = @1", study.ToString()) is [var found] ? found : null, cancel);

    private static (string Last, long Looked, bool IsEnd) FindEnd(SqlSession session, string after)
    {
        using var row = session.Query(
            string.Create(CultureInfo.InvariantCulture, $"SELECT COALESCE(MAX(study_uid), ''), COUNT(*) FROM (SELECT study_uid FROM study WHERE study_uid > @1 ORDER BY study_uid LIMIT {Window})"), after);
        row.Read();
        return (row.GetString(0), row.GetInt64(1), row.GetInt64(1) < Window);
    }

    private static List<RetainedStudy> Load(SqlSession session, string sql, params object[] values)
    {
        var found = new List<(long Key, RetainedStudy Study)>();
        using (var row = session.Query(sql, values))
            while (row.Read())
            {
                var isArrivalKnown = !row.IsDBNull(7) && row.GetInt64(7) > 0;
                found.Add((row.GetInt64(0), new(Uid.Parse(row.GetString(1)), row.GetString(2), row.GetString(3), row.GetString(4),
                    isArrivalKnown ? DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(8)) : null, [], row.GetInt64(5), row.GetInt64(6))));
            }
        return found.ConvertAll(one => one.Study with { Series = SeriesOf(session, one.Key), RestoredFrom = RestoredFrom(session, one.Study) });
    }

    /// <summary>The rule whose rejection was the last before a person brought the study back, if nothing came since.</summary>
    private static (string Rule, string Text)? RestoredFrom(SqlSession session, RetainedStudy study)
    {
        const string sql = """
            SELECT d.who, d.why FROM decision r JOIN decision d ON d.study_uid = r.study_uid AND d.number < r.number
            WHERE r.study_uid = @1 AND r.kind = 'restored' AND r.at >= @2 AND d.kind = 'deleted' AND substr(d.who, 1, 5) = 'rule:'
            ORDER BY r.number DESC, d.number DESC LIMIT 1
            """;
        using var row = session.Query(sql, study.StudyInstanceUid.ToString(), study.LastArrival?.ToUnixTimeMilliseconds() ?? long.MaxValue);
        return row.Read() ? (row.GetString(0)[RetentionRunner.WhoPrefix.Length..], row.GetString(1)) : null;
    }

    private static List<(string Site, string Modality)> SeriesOf(SqlSession session, long studyKey)
    {
        var found = new List<(string, string)>();
        using var rows = session.Query("SELECT DISTINCT site, modality FROM series WHERE study_key = @1", studyKey);
        while (rows.Read()) found.Add((rows.GetString(0), rows.GetString(1)));
        return found;
    }
}
