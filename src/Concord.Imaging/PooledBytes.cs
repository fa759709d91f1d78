using System.Buffers;

namespace Concord.Imaging;

/// <summary>Bytes of a pool, given back with <see cref="Dispose"/>; or bytes of another's, which <see cref="Dispose"/> leaves alone.</summary>
public sealed class PooledBytes : IDisposable
{
    private byte[]? _rented;
    private IDisposable? _owner;

    private PooledBytes(byte[]? rented, IDisposable? owner, Memory<byte> memory) => (_rented, _owner, Memory) = (rented, owner, memory);

    public Memory<byte> Memory { get; }

    public Span<byte> Span => Memory.Span;

    /// <summary>Bytes of the pool; what is in them is not defined.</summary>
    public static PooledBytes Rent(int length)
    {
        var rented = ArrayPool<byte>.Shared.Rent(length);
        return new(rented, null, rented.AsMemory(0, length));
    }

    /// <summary>Bytes that live on in any case.</summary>
    public static PooledBytes Of(Memory<byte> memory) => new(null, null, memory);

    /// <summary>Bytes that their owner lends until they are given back.</summary>
    internal static PooledBytes Lent(Memory<byte> memory, IDisposable owner) => new(null, owner, memory);

    /// <summary>The first of these bytes, with all that is to be given back: in place of this, which is not to be used any more.</summary>
    public PooledBytes First(int length)
    {
        var first = new PooledBytes(_rented, _owner, Memory[..length]);
        (_rented, _owner) = (null, null);
        return first;
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _rented, null) is { } rented) ArrayPool<byte>.Shared.Return(rented);
        Interlocked.Exchange(ref _owner, null)?.Dispose();
    }
}
