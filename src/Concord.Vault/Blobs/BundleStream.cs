namespace Concord.Vault.Blobs;

/// <summary>Bytes of a file from an offset on, read by position: unbuffered, seekable. One reader.</summary>
internal sealed class BundleStream(SharedHandle file, long start, long length) : Stream
{
    private long _position;
    private bool _isClosed;

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
        ObjectDisposedException.ThrowIf(_isClosed, this);
        var wanted = Bound(buffer.Length);
        if (wanted == 0) return 0;
        return Took(RandomAccess.Read(file.Handle, buffer[..wanted], start + _position));
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        var wanted = Bound(buffer.Length);
        if (wanted == 0) return 0;
        cancellationToken.ThrowIfCancellationRequested();
        var cached = Posix.ReadCached(file.Handle, buffer[..wanted], start + _position);
        if (cached > 0) return Took(cached); // no other thread is troubled for what lies in memory
        return Took(await RandomAccess.ReadAsync(file.Handle, buffer[..wanted], start + _position, cancellationToken));
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

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
        if (disposing && !_isClosed)
        {
            _isClosed = true;
            file.Release();
        }
        base.Dispose(disposing);
    }

    private int Bound(int count) => (int)Math.Min(count, Math.Max(0, length - _position));

    private int Took(int read)
    {
        if (read == 0) throw new EndOfStreamException("A bundle file is shorter than its entries say.");
        _position += read;
        return read;
    }
}
