namespace Concord.Vault.Bundles;

/// <summary>Bytes of an object as it was before it was compressed at rest: restored when the first of them is read, held until the stream is closed. One reader.</summary>
/// <param name="sources">What it is restored from; closed with it.</param>
internal sealed class OriginalStream(Func<CancellationToken, Task<RestoredObject>> restore, long start, long length, IReadOnlyList<Stream> sources) : Stream
{
    private RestoredObject? _restored;
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    public override int Read(Span<byte> buffer)
    {
#pragma warning disable VSTHRD002 // who reads synchronously is on a thread that may wait; the codecs run in other processes
        _restored ??= restore(CancellationToken.None).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        return Take(buffer);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _restored ??= await restore(cancellationToken);
        return Take(buffer.Span);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => length + offset,
    };

    public override void Flush() { }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _restored?.Dispose();
            foreach (var source in sources) source.Dispose();
        }
        base.Dispose(disposing);
    }

    private int Take(Span<byte> buffer)
    {
        var count = (int)Math.Min(buffer.Length, Math.Max(0, length - _position));
        _restored!.Bytes.Span.Slice((int)(start + Math.Min(_position, length)), count).CopyTo(buffer);
        _position += count;
        return count;
    }
}
