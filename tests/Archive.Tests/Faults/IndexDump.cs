using Concord.Vault.Index;

namespace Archive.Tests.Faults;

/// <summary>All rows of an index, whatever tables a later version adds, without what an index made anew may number or time otherwise.</summary>
internal static class IndexDump
{
    private static readonly string[] OfThisIndexOnly = ["mark", "change_chunk", "feed_consumer", "unindexed", "schema_version"];

    public static Task<string> Of(VaultIndex index) => index.Read(session =>
    {
        var lines = new List<string>();
        var holders = Holders(session);
        foreach (var table in Texts("SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite%' AND (name = 'locator_all' OR name NOT LIKE 'locator%')").Except(OfThisIndexOnly, StringComparer.Ordinal))
        {
            using var rows = session.Query($"SELECT * FROM {table}");
            while (rows.Read())
                lines.Add(table + " " + string.Join('|', Enumerable.Range(0, rows.FieldCount).Where(i => !IsInternal(rows.GetName(i)))
                    .Select(i => Text(rows.GetValue(i), table != "replaced_bundle" && rows.GetName(i) == "bundle_id" ? holders : null))));
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

    /// <summary>Where what a replaced bundle held lies now: rows may name either, and are read as naming the holder.</summary>
    private static Dictionary<long, long> Holders(SqlSession session)
    {
        var found = new Dictionary<long, long>();
        using var rows = session.Query("SELECT bundle_id, into_id FROM replaced_bundle");
        while (rows.Read()) found.Add(rows.GetInt64(0), rows.GetInt64(1));
        return found;
    }

    private static string? Text(object value, Dictionary<long, long>? holders) => value switch
    {
        byte[] bytes => Convert.ToHexString(bytes),
        long bundleId when holders is not null => holders.GetValueOrDefault(bundleId, bundleId).ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private static bool IsInternal(string column) => column.EndsWith("_key", StringComparison.Ordinal) || column is "extended_version" or "sealed_at" or "checked_at" or "touched_at";
}
