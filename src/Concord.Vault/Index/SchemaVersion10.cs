namespace Concord.Vault.Index;

/// <summary>Values of extended tags, and up to which tag each series has them.</summary>
internal static class SchemaVersion10
{
    public static IReadOnlyList<string> Statements { get; } =
    [
        // up to this number of a tag: 0 for what was indexed before there were any
        "ALTER TABLE series ADD COLUMN extended_version INTEGER NOT NULL DEFAULT 0",
        "CREATE INDEX series_extended ON series (extended_version)",

        // tag_key: the tag's number; arrival: 0 for a value of the series; kind: see ExtendedKind; place: among the values, or the forms
        """
        CREATE TABLE extended_value (tag_key INTEGER NOT NULL, series_key INTEGER NOT NULL, arrival INTEGER NOT NULL, kind INTEGER NOT NULL, place INTEGER NOT NULL,
          text TEXT NOT NULL, number REAL, PRIMARY KEY (tag_key, series_key, arrival, kind, place)) {clustered}
        """,
        "CREATE INDEX extended_text ON extended_value (tag_key, kind, text)",
        "CREATE INDEX extended_number ON extended_value (tag_key, number) WHERE number IS NOT NULL",

        // series of which not all could be read when their values were wanted
        "CREATE TABLE extended_unread (series_key INTEGER NOT NULL PRIMARY KEY, version INTEGER NOT NULL) {table}",
    ];
}
