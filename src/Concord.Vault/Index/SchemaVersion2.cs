namespace Concord.Vault.Index;

/// <summary>Sites: where bundles, series and studies came from, what each site keeps, and when something last came.</summary>
internal static class SchemaVersion2
{
    public static IReadOnlyList<string> Statements { get; } =
    [
        // site: of the origin of the lowest arrival; '' for none, and for what was indexed before there were sites, until a reindex
        "ALTER TABLE series ADD COLUMN site TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE study ADD COLUMN site TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE bundle ADD COLUMN site TEXT NOT NULL DEFAULT ''",

        // Unix milliseconds of the latest arrival, deleted ones included; 0: not known, indexed before
        "ALTER TABLE bundle ADD COLUMN last_at INTEGER NOT NULL DEFAULT 0",

        // bytes and objects of bundles, studies and their instances; moved with these rows, in the same commit
        """
        CREATE TABLE site_usage (site TEXT NOT NULL PRIMARY KEY, bytes INTEGER NOT NULL, objects INTEGER NOT NULL, studies INTEGER NOT NULL,
          instances INTEGER NOT NULL) {table}
        """,
        """
        INSERT INTO site_usage (site, bytes, objects, studies, instances)
        SELECT '', b.bytes, b.objects, s.studies, s.instances
        FROM (SELECT COALESCE(SUM(COALESCE(sealed_bytes, arrived_bytes)), 0) AS bytes, COALESCE(SUM(arrived_entries), 0) AS objects FROM bundle) b,
          (SELECT COUNT(*) AS studies, COALESCE(SUM(instances), 0) AS instances FROM study) s
        WHERE b.objects > 0
        """,
    ];
}
