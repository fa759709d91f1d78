namespace Concord.Vault.Tiers;

/// <summary>How the stores stand.</summary>
/// <param name="IsOn">There is a warm store.</param>
/// <param name="Trouble">One word for why moving waits: <c>warm-missing</c>, <c>warm-another</c>, <c>full</c>, <c>io</c>; null when it does not.</param>
/// <param name="WarmBundles">Bundles that lie in the warm store.</param>
/// <param name="Moved">Bundles moved since the start.</param>
/// <param name="MovedBytes">Their bytes.</param>
/// <param name="Stayed">Bundles that were to move since the start and are not what was sealed.</param>
public sealed record TierState(bool IsOn, string? Trouble, long WarmBundles, long Moved, long MovedBytes, long Stayed);
