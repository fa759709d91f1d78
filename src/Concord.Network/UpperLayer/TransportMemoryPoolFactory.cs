using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace Concord.Network.UpperLayer;

/// <summary>Gives Kestrel the large receive blocks. Idle connections hold none: a block is rented when bytes are there.</summary>
internal sealed class TransportMemoryPoolFactory : IMemoryPoolFactory<byte>
{
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new TransportMemoryPool();
}
