using Concord.Dicom.DataElements;
using Concord.Vault.Index;

namespace Concord.Vault.Changes;

/// <summary>What people and rules decided and corrected, newest first: who, when, why. From the index; each page reads no more than it gives.</summary>
/// <remarks>Entries are never changed and never removed; a reindex gives the same.</remarks>
public sealed class AuditTrail(VaultIndex index)
{
    /// <summary>Most entries of one page.</summary>
    public const int MaxListed = 1000;

    private const string Decided = "SELECT number, kind, at, who, why, study_uid, series_uid, reason, instances, answers FROM decision WHERE number < @1 {0} ORDER BY number DESC LIMIT @2";

    private const string Corrected = """
        SELECT number, 'corrected', MIN(at), MIN(who), MIN(why), MIN(study_uid), MIN(series_uid), '', (SELECT COUNT(*) FROM correction a WHERE a.number = c.number), 0
        FROM correction c WHERE number < @1 {0} GROUP BY number ORDER BY number DESC LIMIT @2
        """;

    private const string Undone = """
        SELECT u.number, 'correction-undone', u.at, u.who, u.why, COALESCE(MIN(c.study_uid), ''), COALESCE(MIN(c.series_uid), ''), '',
          (SELECT COUNT(*) FROM correction a WHERE a.number = u.undone), u.undone
        FROM correction_undone u LEFT JOIN correction c ON c.number = u.undone WHERE u.number < @1 {0} GROUP BY u.undone ORDER BY u.number DESC LIMIT @2
        """;

    /// <summary>A page of entries of lower numbers than one; first waits until the index has caught up, unless that cannot be written just now.</summary>
    /// <param name="before">0 for the newest.</param>
    /// <param name="study">Of that study alone; null: of all.</param>
    /// <exception cref="TimeoutException">The index did not catch up in 5 s, or the read took too long.</exception>
    public async Task<IReadOnlyList<AuditEntry>> Read(long before, Uid? study, int limit, CancellationToken cancel)
    {
        await index.WaitForReading(cancel);
        var most = (long)Math.Clamp(limit, 0, MaxListed);
        object[] values = [before > 0 ? before : long.MaxValue, most, .. study is { } one ? [one.ToString()] : Array.Empty<object>()];
        var ofStudy = study is null ? "" : "AND study_uid = @3";
        return await index.Read<IReadOnlyList<AuditEntry>>(session =>
        {
            var found = new List<AuditEntry>();
            foreach (var statement in (string[])[Decided, Corrected, Undone])
            {
                using var rows = session.Query(statement.Replace("{0}", ofStudy, StringComparison.Ordinal), values);
                while (rows.Read())
                    found.Add(new(
                        rows.GetInt64(0), rows.GetString(1), DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(2)), rows.GetString(3), rows.GetString(4),
                        DecisionRows.UidOf(rows.GetString(5)), DecisionRows.UidOf(rows.GetString(6)), rows.GetString(7), rows.GetInt64(8), rows.GetInt64(9)));
            }
            return [.. found.OrderByDescending(entry => entry.Number).Take((int)most)];
        }, cancel);
    }
}
