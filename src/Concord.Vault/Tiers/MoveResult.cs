namespace Concord.Vault.Tiers;

/// <summary>What a move of a study did.</summary>
/// <param name="Bundles">Bundles that lie in the other store now.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Stayed">Bundles that do not: open ones, and those that are not what was sealed.</param>
public sealed record MoveResult(int Bundles, long Bytes, int Stayed);
