using Concord.Dicom.DataElements;
using Concord.Vault.Corrections;

namespace Concord.Vault.Index;

/// <summary>How rows of <c>correction</c> are written and read.</summary>
internal static class CorrectionRows
{
    /// <summary>False when it was there.</summary>
    public static bool Add(SqlSession session, IndexEvent.Corrected said, Uid study, string before) => session.Execute("""
        INSERT INTO correction (number, study_uid, series_uid, at, who, why, set_text, before_text) VALUES (@1, @2, @3, @4, @5, @6, @7, @8) ON CONFLICT DO NOTHING
        """, said.Number, study.ToString(), said.Series?.ToString() ?? "", said.At.ToUnixTimeMilliseconds(), said.Who, said.Why, said.Set, before) > 0;

    /// <summary>False when it was there.</summary>
    public static bool Add(SqlSession session, IndexEvent.CorrectionUndone said) => session.Execute(
        "INSERT INTO correction_undone (undone, number, at, who, why) VALUES (@1, @2, @3, @4, @5) ON CONFLICT DO NOTHING",
        said.Undone, said.Number, said.At.ToUnixTimeMilliseconds(), said.Who, said.Why) > 0;

    /// <summary>What counts for a study.</summary>
    public static CorrectionOverlay OverlayOf(SqlSession session, string study)
    {
        var overlay = new CorrectionOverlay([]);
        using var rows = session.Query("""
            SELECT c.number, c.at, c.series_uid, c.set_text FROM correction c
            WHERE c.study_uid = @1 AND NOT EXISTS (SELECT 1 FROM correction_undone u WHERE u.undone = c.number) ORDER BY c.number
            """, study);
        while (rows.Read())
        {
            var series = rows.GetString(2) is { Length: > 0 } uid ? Uid.Parse(uid) : (Uid?)null;
            overlay = overlay.With(new(rows.GetInt64(0), DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(1)), series, CorrectionText.Read(rows.GetString(3))));
        }
        return overlay;
    }

    /// <summary>The series of a study, with their attributes as they came.</summary>
    public static List<(Uid Series, byte[] Attributes)> SeriesOf(SqlSession session, long studyKey)
    {
        var found = new List<(Uid, byte[])>();
        using var rows = session.Query("SELECT series_uid, attributes FROM series WHERE study_key = @1 ORDER BY source_arrival, series_uid", studyKey);
        while (rows.Read()) found.Add((Uid.Parse(rows.GetString(0)), rows.GetFieldValue<byte[]>(1)));
        return found;
    }
}
