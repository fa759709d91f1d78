namespace Concord.Vault.Blobs;

/// <summary>What a bundle is to be in the store that it is put into.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="Sha256">Of all bytes, lower-case hex.</param>
/// <param name="WrittenAt">When it was sealed; null keeps the store's own time.</param>
internal sealed record BlobContent(long Length, string Sha256, DateTimeOffset? WrittenAt = null);

/// <summary>What lies in a store under an id.</summary>
internal readonly record struct BlobInfo(long Length, DateTimeOffset WrittenAt);
