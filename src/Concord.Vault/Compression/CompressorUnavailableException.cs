namespace Concord.Vault.Compression;

/// <summary>What compresses and restores objects cannot be had just now: nothing is wrong with the object, and it may be asked for again.</summary>
public sealed class CompressorUnavailableException(string message, Exception? inner = null) : IOException(message, inner);
