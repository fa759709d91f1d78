namespace Concord.Vault.Index;

/// <summary>Deletion certificates, as they were issued.</summary>
internal static class SchemaVersion7
{
    public static IReadOnlyList<string> Statements { get; } =
    [
        // decision: number of the fact that has it; text: its JSON; sha256: of that, as it was issued
        "CREATE TABLE certificate (number INTEGER NOT NULL PRIMARY KEY, decision INTEGER NOT NULL, sha256 TEXT NOT NULL, text TEXT NOT NULL) {table}",
        "CREATE INDEX certificate_decision ON certificate (decision)",
    ];
}
