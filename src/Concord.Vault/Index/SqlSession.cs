using System.Data.Common;
using System.Globalization;

namespace Concord.Vault.Index;

/// <summary>A connection with its prepared statements, parameters named @1, @2, …. One thread at a time.</summary>
internal sealed class SqlSession(DbConnection connection) : IDisposable
{
    private const int MaxStatements = 256;
    private readonly Dictionary<string, DbCommand> _statements = new(StringComparer.Ordinal);

    public DbConnection Connection => connection;

    /// <summary>A read is under way and may be interrupted; changed under the session's lock.</summary>
    public bool IsBusy { get; set; }

    /// <summary>Takes the write lock. Said in SQL: a commit that fails may have ended the transaction already, which the engine knows and no object does.</summary>
    public void Begin() => Execute(Dialect.Begin);

    public void Commit() => Execute("COMMIT");

    /// <summary>Undoes the transaction, if one is open.</summary>
    public void Rollback()
    {
        if (Dialect.IsInTransaction(connection)) Execute("ROLLBACK");
    }

    public int Execute(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteNonQuery();

    /// <summary>The reader is disposed before the next use of the same statement.</summary>
    public DbDataReader Query(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteReader();

    /// <summary>The first column of the first row as a whole number; null for no row or NULL.</summary>
    public long? Number(string sql, params ReadOnlySpan<object?> values) =>
        Bind(sql, values).ExecuteScalar() is { } value and not DBNull ? Convert.ToInt64(value, CultureInfo.InvariantCulture) : null;

    public void Dispose()
    {
        foreach (var statement in _statements.Values) statement.Dispose();
        connection.Dispose();
    }

    private DbCommand Bind(string sql, ReadOnlySpan<object?> values)
    {
        if (!_statements.TryGetValue(sql, out var statement)) statement = Prepare(sql, values.Length);
        for (var i = 0; i < values.Length; i++) statement.Parameters[i].Value = values[i] ?? DBNull.Value;
        return statement;
    }

    private DbCommand Prepare(string sql, int parameters)
    {
        if (_statements.Count >= MaxStatements) Forget();
        var statement = connection.CreateCommand();
#pragma warning disable CA2100 // statements are constants or built of constants by the query planner; values are always parameters
        statement.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 1; i <= parameters; i++)
        {
            var parameter = statement.CreateParameter();
            parameter.ParameterName = "@" + i.ToString(CultureInfo.InvariantCulture);
            statement.Parameters.Add(parameter);
        }
        _statements.Add(sql, statement);
        return statement;
    }

    private void Forget()
    {
        foreach (var statement in _statements.Values) statement.Dispose();
        _statements.Clear();
    }
}
