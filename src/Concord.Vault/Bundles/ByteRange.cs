namespace Concord.Vault.Bundles;

/// <summary>Bytes of a bundle file.</summary>
public readonly record struct ByteRange(long Offset, long Length);
