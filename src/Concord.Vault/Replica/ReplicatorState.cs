namespace Concord.Vault.Replica;

/// <summary>How the replica stands.</summary>
/// <param name="IsOn">There is one.</param>
/// <param name="Trouble">One word for why copying waits: <c>replica-missing</c>, <c>replica-another</c>, <c>full</c>, <c>io</c>; null when it does not.</param>
/// <param name="Cursor">The change up to which everything is copied.</param>
/// <param name="Bundles">Bundles copied since the start.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Failed">Bundles that could not be copied since the start because they are not what was sealed.</param>
/// <param name="CaughtUpAt">When the end of the feed was last reached.</param>
public sealed record ReplicatorState(bool IsOn, string? Trouble, long Cursor, long Bundles, long Bytes, long Failed, DateTimeOffset? CaughtUpAt)
{
    /// <summary>Changes that are still to be followed, arrivals among them.</summary>
    public long Lag { get; init; }
}
