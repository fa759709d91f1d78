using Concord.Vault.Compression;

namespace Concord.Vault.Bundles;

/// <summary>An original in memory, and the part of the budget that it takes until it is disposed.</summary>
internal sealed class RestoredObject(ReadOnlyMemory<byte> bytes, RestoreLease lease) : IDisposable
{
    public ReadOnlyMemory<byte> Bytes => bytes;

    public void Dispose() => lease.Dispose();
}
