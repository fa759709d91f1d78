namespace Concord.Vault.Integrity;

/// <summary>How far scrubbing has come.</summary>
/// <param name="IsUnderWay">A pass has begun and not ended.</param>
/// <param name="Position">The last bundle that the pass has looked at.</param>
/// <param name="StartedAt">When the pass began, or the last one when none is under way; null before the first.</param>
/// <param name="FinishedAt">When a pass last came to the end.</param>
/// <param name="Bundles">Bundles that this pass has looked at.</param>
/// <param name="Bytes">Bytes that it has read.</param>
public sealed record ScrubState(bool IsUnderWay, long Position, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, long Bundles, long Bytes)
{
    /// <summary>Nothing was ever checked.</summary>
    public static ScrubState None { get; } = new(false, long.MinValue, null, null, 0, 0);
}
