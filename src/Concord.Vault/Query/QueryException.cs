namespace Concord.Vault.Query;

/// <summary>A query that cannot be answered as asked: A900 or 400 (or 413 when it would cost too much). Names tags, never values.</summary>
/// <param name="notReady">What would answer it is being made: 409, and later it can be asked.</param>
public sealed class QueryException(string message, bool tooCostly = false, bool notReady = false) : Exception(message)
{
    public bool IsNotReady { get; } = notReady;

    public bool IsTooCostly { get; } = tooCostly;
}
