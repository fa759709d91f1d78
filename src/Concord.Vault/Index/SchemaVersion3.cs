namespace Concord.Vault.Index;

/// <summary>Bundles that were rewritten into others, and objects that were purged with them.</summary>
internal static class SchemaVersion3
{
    public static IReadOnlyList<string> Statements { get; } =
    [
        // into_id: the bundle that holds now what this one held, 0 when nothing is left; number: of the fact
        """
        CREATE TABLE replaced_bundle (bundle_id INTEGER NOT NULL PRIMARY KEY, into_id INTEGER NOT NULL, study_uid TEXT NOT NULL, series_uid TEXT NOT NULL,
          number INTEGER NOT NULL) {table}
        """,
        "CREATE INDEX replaced_bundle_into ON replaced_bundle (into_id)",
        "CREATE INDEX replaced_bundle_of_series ON replaced_bundle (study_uid, series_uid)",

        // arrivals that are in no bundle any more, whoever tells of them
        "CREATE TABLE purged (arrival INTEGER NOT NULL PRIMARY KEY) {table}",
    ];
}
