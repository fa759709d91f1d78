namespace Concord.Vault.Index;

/// <summary>Corrections, and what they make of series.</summary>
internal static class SchemaVersion9
{
    public static IReadOnlyList<string> Statements { get; } =
    [
        // set_text, before_text: DICOM JSON; series_uid: empty for all of the study
        """
        CREATE TABLE correction (number INTEGER NOT NULL, study_uid TEXT NOT NULL, series_uid TEXT NOT NULL, at INTEGER NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL,
          set_text TEXT NOT NULL, before_text TEXT NOT NULL, PRIMARY KEY (number, study_uid)) {clustered}
        """,
        "CREATE INDEX correction_study ON correction (study_uid, number)",
        "CREATE TABLE correction_undone (undone INTEGER NOT NULL PRIMARY KEY, number INTEGER NOT NULL, at INTEGER NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL) {table}",
        // attributes as they are after what was corrected; null: as they came
        "ALTER TABLE series ADD COLUMN corrected BLOB",
    ];
}
