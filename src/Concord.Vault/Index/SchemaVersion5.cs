namespace Concord.Vault.Index;

/// <summary>What was decided about what is kept, and by whom. Rows of <c>decision</c> are only ever added; what is open follows from them.</summary>
internal static class SchemaVersion5
{
    public static IReadOnlyList<string> Statements { get; } =
    [
        // number: the highest decision about the arrival, 0 of an older index; state: 0 restored, 1 rejected
        "ALTER TABLE tombstone ADD COLUMN number INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE tombstone ADD COLUMN state INTEGER NOT NULL DEFAULT 1",

        // one row an instance while it is rejected, by the decision that counts
        """
        CREATE TABLE rejected (arrival INTEGER NOT NULL PRIMARY KEY, number INTEGER NOT NULL, study_uid TEXT NOT NULL, series_uid TEXT NOT NULL,
          sop_uid TEXT NOT NULL, bytes INTEGER NOT NULL) {table}
        """,
        "CREATE INDEX rejected_by ON rejected (number, arrival)",

        // series_uid and sop_uid: '' above their level; answers: the decision that this one ends or answers, else 0; until: 0 for none
        """
        CREATE TABLE decision (number INTEGER NOT NULL PRIMARY KEY, kind TEXT NOT NULL, at INTEGER NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL,
          reason TEXT NOT NULL, study_uid TEXT NOT NULL, series_uid TEXT NOT NULL, sop_uid TEXT NOT NULL, instances INTEGER NOT NULL, bytes INTEGER NOT NULL,
          study_date TEXT NOT NULL, modalities TEXT NOT NULL, description TEXT NOT NULL, until INTEGER NOT NULL, answers INTEGER NOT NULL) {table}
        """,
        "CREATE INDEX decision_of_kind ON decision (kind, number)",
        "CREATE INDEX decision_of_study ON decision (study_uid, number)",
        "CREATE INDEX decision_answer ON decision (answers, number) WHERE answers > 0",
    ];
}
