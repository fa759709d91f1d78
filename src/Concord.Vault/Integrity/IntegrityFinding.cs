namespace Concord.Vault.Integrity;

/// <summary>A sealed bundle that is not what was sealed. Without patient data: the bundle is named by its number.</summary>
/// <param name="Number">Of the finding, from 1, ever rising.</param>
/// <param name="At">When it was found.</param>
/// <param name="Sha256">What the file's SHA-256 must be for it to be whole again, lower-case hex; whatever an index made anew says.</param>
/// <param name="Bytes">How long the file must be, bytes.</param>
/// <param name="ResolvedAt">When a check found the bundle whole again; null while it is not.</param>
public sealed record IntegrityFinding(long Number, DateTimeOffset At, long BundleId, BundleFault Fault, string Sha256, long Bytes, DateTimeOffset? ResolvedAt)
{
    /// <summary>The store that the bytes were put back from; null when it is not resolved, or somebody else put them back.</summary>
    public string? RepairedFrom { get; init; }
}
