namespace Concord.Vault.Bundles;

/// <summary>An entry that an append has added.</summary>
internal readonly record struct StagedEntry(BundleEntry Entry, EntryKind Kind, ReadOnlyMemory<byte> DataSetSha256);
