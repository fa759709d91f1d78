namespace Concord.Vault.Index;

/// <summary>When sites crossed bounds of their quotas.</summary>
internal static class SchemaVersion6
{
    public static IReadOnlyList<string> Statements { get; } =
    [
        // state: 0 within, 1 warned, 2 full; of a site the row with the highest number counts
        "CREATE TABLE site_crossing (number INTEGER NOT NULL PRIMARY KEY, site TEXT NOT NULL, state INTEGER NOT NULL) {table}",
        "CREATE INDEX site_crossing_last ON site_crossing (site, number)",
    ];
}
