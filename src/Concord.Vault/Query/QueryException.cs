namespace Concord.Vault.Query;

/// <summary>A query that cannot be answered as asked: A900 or 400 (or 413 when it would cost too much). Names tags, never values.</summary>
public sealed class QueryException(string message, bool tooCostly = false) : Exception(message)
{
    public bool IsTooCostly { get; } = tooCostly;
}
