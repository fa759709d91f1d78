using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Concord.Vault.Index;

/// <summary>All that the database engines differ in; the SQL elsewhere is common to SQLite and PostgreSQL.</summary>
/// <remarks>A second engine makes this the base of two classes; until then it is SQLite's.</remarks>
internal sealed class Dialect
{
    /// <summary>The database in the index folder.</summary>
    public const string FileName = "catalog.sqlite";

    /// <summary>Begins a transaction that writes.</summary>
    public const string Begin = "BEGIN IMMEDIATE";

    private const int InterruptedCode = 9; // SQLITE_INTERRUPT
    private const int BusyCode = 5; // SQLITE_BUSY
    private static readonly int[] StorageFailureCodes = [5, 6, 8, 10, 11, 13, 14, 26]; // busy, locked, read-only, I/O, corrupt, full, cannot open, not a database

    /// <summary>How long a statement waits for another process to let go of the database, seconds.</summary>
    public int BusySeconds { get; init; } = 10;

    /// <summary>What closes a CREATE TABLE; <c>clustered</c> ones are stored in the order of their primary key.</summary>
    public string Ddl(string statement) => statement
        .Replace("{table}", "STRICT", StringComparison.Ordinal)
        .Replace("{clustered}", "STRICT, WITHOUT ROWID", StringComparison.Ordinal);

    /// <summary>Opens the index in a folder for the one writer. Commits are durable: once a sealed bundle is committed nobody looks into it again at
    /// start, and a change number that was seen is never given to another change. One flush a batch is what that costs.</summary>
    public DbConnection OpenWriter(string folder)
    {
        var connection = Open(folder, SqliteOpenMode.ReadWriteCreate);
        Execute(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=4000");
        return connection;
    }

    /// <summary>Opens the index in a folder for a reader.</summary>
    public DbConnection OpenReader(string folder)
    {
        var connection = Open(folder, SqliteOpenMode.ReadWrite); // a WAL reader needs the shared-memory file, so not ReadOnly
        Execute(connection, "PRAGMA query_only=ON; PRAGMA cache_size=-16384; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY; PRAGMA case_sensitive_like=ON");
        return connection;
    }

    /// <summary>Ends what the connection is doing, from another thread; its statement fails with an interruption.</summary>
    public void Interrupt(DbConnection connection)
    {
        if (((SqliteConnection)connection).Handle is { IsInvalid: false, IsClosed: false } handle) SQLitePCL.raw.sqlite3_interrupt(handle);
    }

    public bool IsInterruption(Exception exception) => exception is SqliteException { SqliteErrorCode: InterruptedCode };

    /// <summary>Another process holds the database, a backup say; it will let go.</summary>
    public bool IsBusy(Exception exception) => exception is SqliteException { SqliteErrorCode: BusyCode };

    /// <summary>The store itself fails, whatever the event: full, damaged, gone.</summary>
    public bool IsStorageFailure(Exception exception) => exception is SqliteException sqlite && StorageFailureCodes.Contains(sqlite.SqliteErrorCode);

    /// <summary>One word for a failure of the store that may pass by itself, or when someone makes room; null for one that will not, as damage.</summary>
    public string? PassingFailure(Exception exception) => (exception as SqliteException)?.SqliteErrorCode switch
    {
        5 or 6 => "busy",
        8 => "read-only",
        10 => "io",
        13 => "full",
        14 => "cannot-open",
        _ => null,
    };

    public static bool IsInTransaction(DbConnection connection) => SQLitePCL.raw.sqlite3_get_autocommit(((SqliteConnection)connection).Handle) == 0;

    private SqliteConnection Open(string folder, SqliteOpenMode mode)
    {
        var text = new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(folder, FileName),
            Mode = mode,
            Pooling = false, // readers are pooled with their prepared statements
            DefaultTimeout = BusySeconds,
        };
        var connection = new SqliteConnection(text.ToString());
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string statement)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }
}
