using Concord.Dicom.DataElements;
using Concord.Vault.Index;

namespace Concord.Vault.Retention;

/// <summary>Rejections of rules whose days of grace are over, and of which nobody has requested a purge.</summary>
internal sealed class DuePurges(VaultIndex index, IReadOnlyList<RetentionRule> rules)
{
    private readonly Dictionary<string, RetentionRule> _byName =
        rules.Where(rule => rule.Action == RetentionAction.RequestPurge).ToDictionary(rule => RetentionRunner.WhoPrefix + rule.Name, StringComparer.Ordinal);

    /// <summary>The first with a number above <paramref name="after"/>; null when there is none. Only of rules that still say the same, and of studies of which
    /// nobody else has rejected anything: what the request would name as well.</summary>
    public Task<(long Rejection, Uid Study, RetentionRule Rule)?> Next(long after, DateTimeOffset now, CancellationToken cancel) =>
        _byName.Count == 0 ? Task.FromResult<(long, Uid, RetentionRule)?>(null) : index.Read<(long, Uid, RetentionRule)?>(session =>
        {
            const string sql = """
                SELECT d.number, d.study_uid, d.who, d.why, d.at FROM decision d
                WHERE d.kind = 'deleted' AND d.number > @1 AND substr(d.who, 1, 5) = 'rule:' AND EXISTS (SELECT 1 FROM rejected r WHERE r.number = d.number)
                  AND NOT EXISTS (SELECT 1 FROM decision p WHERE p.study_uid = d.study_uid AND p.number > d.number AND p.kind = 'purge-requested')
                  AND NOT EXISTS (SELECT 1 FROM decision o WHERE o.study_uid = d.study_uid AND o.kind = 'deleted' AND (o.who <> d.who OR o.number > d.number)
                    AND EXISTS (SELECT 1 FROM rejected r WHERE r.number = o.number))
                ORDER BY d.number
                """;
            using var row = session.Query(sql, after);
            while (row.Read())
            {
                if (!_byName.TryGetValue(row.GetString(2), out var rule) || row.GetString(3) != rule.ToText()) continue;
                if (DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)).AddDays(rule.GraceDays) <= now) return (row.GetInt64(0), Uid.Parse(row.GetString(1)), rule);
            }
            return null;
        }, cancel);
}
