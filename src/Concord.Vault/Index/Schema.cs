using Concord.Vault.Receive;

namespace Concord.Vault.Index;

/// <summary>The tables, and the forward-only migrations that bring any older index to them. A migration never changes once released.</summary>
internal static class Schema
{
    /// <summary>Migration N (from 1) is element N-1: its statements, run in one transaction.</summary>
    private static readonly IReadOnlyList<IReadOnlyList<string>> Migrations = [SchemaVersion1.Statements, SchemaVersion2.Statements, SchemaVersion3.Statements, SchemaVersion4.Statements, SchemaVersion5.Statements, SchemaVersion6.Statements, SchemaVersion7.Statements, SchemaVersion8.Statements, SchemaVersion9.Statements, SchemaVersion10.Statements];

    /// <summary>The version that <see cref="Migrate"/> brings an index to.</summary>
    public static int Version => Migrations.Count;

    /// <exception cref="VaultException">The index was made by a newer version.</exception>
    public static void Migrate(SqlSession session, Dialect dialect)
    {
        session.Begin();
        session.Execute(dialect.Ddl("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL) {table}"));
        session.Commit();
        var version = session.Number("SELECT MAX(version) FROM schema_version") ?? 0;
        if (version > Migrations.Count) throw new VaultException("The index was made by a newer version of Concord.");
        for (var next = (int)version; next < Migrations.Count; next++) Apply(session, dialect, next);
    }

    private static void Apply(SqlSession session, Dialect dialect, int migration)
    {
        session.Begin();
        foreach (var statement in Migrations[migration]) session.Execute(dialect.Ddl(statement));
        session.Execute("INSERT INTO schema_version (version) VALUES (@1)", migration + 1L);
        session.Commit();
    }
}
