using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Vault.Index;

namespace Concord.Vault.Corrections;

/// <summary>Looks up in the index what corrections are about.</summary>
internal static class CorrectionLook
{
    private const int MaxSeries = 4096;

    /// <summary>What a correction would change in one study; null when nothing of it is here.</summary>
    public static CorrectionPreview? Preview(SqlSession session, Uid study, CorrectionRequest request)
    {
        var (series, instances, issuer) = ReadSeries(session, study, request.Series);
        if (series.Count == 0) return null;
        var overlay = new CorrectionOverlay([new(1, default, null, request.Attributes)]);
        var tags = overlay.TagsOf(default);
        var before = Only(series[0], tags);
        var after = overlay.ApplyToRow(series[0], default)!;
        var differing = tags.Where(tag => series.Any(other => !Same(other, series[0], tag))).Order().ToList();
        return new(study, series.Count, instances, before, Only(after, tags), differing, Joined(session, study, series[0], after, issuer));
    }

    /// <summary>Corrections by number, oldest first.</summary>
    /// <param name="study">Of this study alone.</param>
    /// <param name="limit">Most numbers; each comes with all its studies.</param>
    public static List<Correction> List(SqlSession session, Uid? study, long after, int limit)
    {
        var found = new List<Correction>();
        var condition = study is null ? "" : " AND study_uid = @3";
        using var rows = session.Query($"""
            SELECT c.number, c.at, c.who, c.why, c.study_uid, c.series_uid, c.set_text, c.before_text, u.number, u.at, u.who, u.why
            FROM correction c LEFT JOIN correction_undone u ON u.undone = c.number
            WHERE c.number IN (SELECT DISTINCT number FROM correction WHERE number > @1{condition} ORDER BY number LIMIT @2){condition} ORDER BY c.number, c.study_uid
            """, study is { } uid ? [after, (long)limit, uid.ToString()] : [after, (long)limit]);
        while (rows.Read())
        {
            var undone = rows.IsDBNull(8) ? null : new Undoing(rows.GetInt64(8), DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(9)), rows.GetString(10), rows.GetString(11));
            found.Add(new(rows.GetInt64(0), DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(1)), rows.GetString(2), rows.GetString(3), Uid.Parse(rows.GetString(4)),
                rows.GetString(5) is { Length: > 0 } series ? Uid.Parse(series) : null, CorrectionText.Read(rows.GetString(6)), CorrectionText.Read(rows.GetString(7)), undone));
        }
        return found;
    }

    private static (List<DataSet> Series, long Instances, string Issuer) ReadSeries(SqlSession session, Uid study, Uid? series)
    {
        var found = new List<DataSet>();
        var (instances, issuer) = (0L, "");
        using var rows = session.Query($"""
            SELECT COALESCE(x.corrected, x.attributes), x.instances, x.default_issuer FROM series x JOIN study s ON s.study_key = x.study_key
            WHERE s.study_uid = @1{(series is null ? "" : " AND x.series_uid = @3")} ORDER BY x.source_arrival, x.series_uid LIMIT @2
            """, series is { } uid ? [study.ToString(), (long)MaxSeries, uid.ToString()] : [study.ToString(), (long)MaxSeries]);
        while (rows.Read())
        {
            if (found.Count == 0) issuer = rows.GetString(2);
            found.Add(StoredAttributes.Decode(rows.GetFieldValue<byte[]>(0)));
            instances += rows.GetInt64(1);
        }
        return (found, instances, issuer);
    }

    private static JoinedPatient? Joined(SqlSession session, Uid study, DataSet before, DataSet after, string issuer)
    {
        var (was, now) = (PatientIdentity.Of(before, study.ToString(), issuer), PatientIdentity.Of(after, study.ToString(), issuer));
        if (was == now || now.PatientId.Length == 0) return null;
        using var row = session.Query("SELECT studies, attributes FROM patient WHERE patient_id = @1 AND issuer = @2 AND lone_study_uid = ''", now.PatientId, now.Issuer);
        return row.Read() ? new(now.PatientId, now.Issuer, Columns.Text(StoredAttributes.Decode(row.GetFieldValue<byte[]>(1)), Tags.PatientName), row.GetInt64(0)) : null;
    }

    private static DataSet Only(DataSet from, IReadOnlySet<Tag> tags)
    {
        var part = new DataSet();
        foreach (var element in from)
            if (element.Tag == Tags.SpecificCharacterSet || tags.Contains(element.Tag)) part.Set(element);
        return part;
    }

    private static bool Same(DataSet left, DataSet right, Tag tag) => CorrectionText.Of(Only(left, new HashSet<Tag> { tag })) == CorrectionText.Of(Only(right, new HashSet<Tag> { tag }));
}
