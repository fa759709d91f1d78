namespace Concord.Vault.Lifecycle;

/// <summary>How far verify or reindex has come.</summary>
public readonly record struct VaultProgress(long Bundles, long Entries, long Bytes);
