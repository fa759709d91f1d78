using System.Data.Common;
using Concord.Dicom.DataElements;
using Concord.Vault.Decisions;

namespace Concord.Vault.Index;

/// <summary>How rows of <c>decision</c> are written and read.</summary>
internal static class DecisionRows
{
    public const string Columns =
        "d.number, d.kind, d.at, d.who, d.why, d.study_uid, d.series_uid, d.sop_uid, d.reason, d.instances, d.bytes, d.study_date, d.modalities, d.description, d.until, d.answers";

    /// <summary>False when it was there.</summary>
    public static bool Add(SqlSession session, Decision decision) => session.Execute("""
        INSERT INTO decision (number, kind, at, who, why, study_uid, series_uid, sop_uid, reason, instances, bytes, study_date, modalities, description, until, answers)
        VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12, @13, @14, @15, @16) ON CONFLICT DO NOTHING
        """, decision.Number, decision.Kind, decision.At.ToUnixTimeMilliseconds(), decision.Who, decision.Why, Text(decision.StudyInstanceUid),
        Text(decision.SeriesInstanceUid), Text(decision.SopInstanceUid), decision.Reason, (long)decision.Instances, decision.Bytes, decision.StudyDate,
        decision.Modalities, decision.Description, decision.Until?.ToUnixTimeMilliseconds() ?? 0, decision.Answers) > 0;

    public static void Add(SqlSession session, KeptCertificate certificate) => session.Execute(
        "INSERT INTO certificate (number, decision, sha256, text) VALUES (@1, @2, @3, @4) ON CONFLICT DO NOTHING", certificate.Number, certificate.Decision, certificate.Sha256, certificate.Text);

    public static Decision Of(DbDataReader row) => new(
        row.GetInt64(0), row.GetString(1), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)), row.GetString(3), row.GetString(4),
        UidOf(row.GetString(5)), UidOf(row.GetString(6)), UidOf(row.GetString(7)))
    {
        Reason = row.GetString(8),
        Instances = (int)row.GetInt64(9),
        Bytes = row.GetInt64(10),
        StudyDate = row.GetString(11),
        Modalities = row.GetString(12),
        Description = row.GetString(13),
        Until = row.GetInt64(14) is not 0 and var until ? DateTimeOffset.FromUnixTimeMilliseconds(until) : null,
        Answers = row.GetInt64(15),
    };

    public static Uid UidOf(string text) => Uid.TryParse(text, null, out var uid) ? uid : default;

    private static string Text(Uid uid) => uid.IsNone ? "" : uid.ToString();
}
