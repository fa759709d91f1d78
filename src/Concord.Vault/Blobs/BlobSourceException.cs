namespace Concord.Vault.Blobs;

/// <summary>What is to be copied cannot be read, or is not what it should be; the store that it was to go to has nothing to do with it.</summary>
internal sealed class BlobSourceException(long bundleId, Exception? inner = null) : IOException($"Bundle {bundleId} cannot be copied: it is not what was sealed, or cannot be read.", inner);
