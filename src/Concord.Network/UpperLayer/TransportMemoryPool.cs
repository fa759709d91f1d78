using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Concord.Network.UpperLayer;

/// <summary>Blocks that connections receive into: thirty-two times Kestrel's own, so that an object of half a megabyte takes four reads from
/// the socket instead of 128. Measured: a third of the CPU seconds a GB received (bench/README.md). Safe for any thread.</summary>
internal sealed class TransportMemoryPool : MemoryPool<byte>
{
    /// <summary>Bytes of a block.</summary>
    internal const int BlockLength = 128 << 10;

    /// <summary>Blocks kept for reuse, 64 MiB; what comes back beyond that is left to the collector.</summary>
    internal const int MaxKept = 512;

    private readonly ConcurrentQueue<Block> _kept = new();
    private int _keptCount;

    public override int MaxBufferSize => BlockLength;

    internal int Kept => Volatile.Read(ref _keptCount);

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockLength);
        if (!_kept.TryDequeue(out var block)) return new Block(this);
        Interlocked.Decrement(ref _keptCount);
        return block;
    }

    protected override void Dispose(bool disposing) => _kept.Clear();

    private void Return(Block block)
    {
        if (Interlocked.Increment(ref _keptCount) <= MaxKept) _kept.Enqueue(block);
        else Interlocked.Decrement(ref _keptCount);
    }

    private sealed class Block(TransportMemoryPool pool) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory { get; } =
            MemoryMarshal.CreateFromPinnedArray(GC.AllocateUninitializedArray<byte>(BlockLength, pinned: true), 0, BlockLength);

        public void Dispose() => pool.Return(this);
    }
}
