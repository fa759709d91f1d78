using Concord.Vault.Compression;

namespace Concord.Vault.Bundles;

/// <summary>What becomes of objects on their way from one sealed bundle into another.</summary>
internal interface IObjectRecoding
{
    /// <summary>False: the object goes over as it lies, and is not held in memory.</summary>
    bool Wants(SealedEntry known, EntryRecord record);

    /// <summary>The object as it is to be kept; null when it stays as it is. That it gives the original back was seen.</summary>
    /// <param name="partTen">Its bytes, held to its SHA-256.</param>
    Task<CompressedObject?> Recode(SealedEntry known, EntryRecord record, ReadOnlyMemory<byte> partTen, CancellationToken cancel);
}
