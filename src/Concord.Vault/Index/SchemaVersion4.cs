namespace Concord.Vault.Index;

/// <summary>In which store a sealed bundle lies, and when its bytes were last checked, and read.</summary>
internal static class SchemaVersion4
{
    public static IReadOnlyList<string> Statements { get; } =
    [
        // moved_number: the fact that says in which store it lies
        "ALTER TABLE bundle ADD COLUMN is_warm INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE bundle ADD COLUMN moved_number INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE bundle ADD COLUMN checked_at INTEGER",
        "ALTER TABLE bundle ADD COLUMN touched_at INTEGER",
        "CREATE INDEX bundle_checked ON bundle (COALESCE(checked_at, sealed_at)) WHERE sha256 IS NOT NULL",
        "CREATE INDEX bundle_by_age ON bundle (is_warm, sealed_at) WHERE sha256 IS NOT NULL",

        // facts that are told of in the feed, once each
        "CREATE TABLE bundle_event (number INTEGER NOT NULL PRIMARY KEY, bundle_id INTEGER NOT NULL) {table}",
    ];
}
