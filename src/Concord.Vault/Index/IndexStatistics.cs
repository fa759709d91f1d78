namespace Concord.Vault.Index;

/// <summary>How much the archive holds.</summary>
/// <param name="Bytes">Of the live instances' Part 10 objects.</param>
public sealed record IndexStatistics(long Patients, long Studies, long Series, long Instances, long Bytes, long Bundles, long KeptAside, long SetAside);
