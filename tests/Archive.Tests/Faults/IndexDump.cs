using Concord.Vault.Index;

namespace Archive.Tests.Faults;

/// <summary>All rows of an index, whatever tables a later version adds, without what an index made anew may number or time otherwise.</summary>
internal static class IndexDump
{
    private static readonly string[] OfThisIndexOnly = ["mark", "change_chunk", "feed_consumer", "unindexed", "schema_version"];

    public static Task<string> Of(VaultIndex index) => index.Read(session =>
    {
        var lines = new List<string>();
        foreach (var table in Texts("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'").Except(OfThisIndexOnly, StringComparer.Ordinal))
        {
            using var rows = session.Query($"SELECT * FROM {table}");
            while (rows.Read())
                lines.Add(table + " " + string.Join('|', Enumerable.Range(0, rows.FieldCount).Where(i => !IsInternal(rows.GetName(i)))
                    .Select(i => rows.GetValue(i) is byte[] bytes ? Convert.ToHexString(bytes) : rows.GetValue(i).ToString())));
        }
        lines.Sort(StringComparer.Ordinal);
        return string.Join('\n', lines);

        List<string> Texts(string sql)
        {
            var found = new List<string>();
            using var rows = session.Query(sql);
            while (rows.Read()) found.Add(rows.GetString(0));
            return found;
        }
    }, CancellationToken.None);

    private static bool IsInternal(string column) => column.EndsWith("_key", StringComparison.Ordinal) || column is "sealed_at" or "checked_at" or "touched_at";
}
