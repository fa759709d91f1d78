namespace Concord.Vault.Blobs;

/// <summary>Reads from one store and, when that fails in the middle, goes on from another at the same place: a bad block, or a file that was cut short, is nothing that who asked has to see.</summary>
/// <param name="first">Seekable; stays open.</param>
/// <param name="openOther">The same bytes from elsewhere; null when there are none.</param>
internal sealed class StandInStream(Stream first, Func<Stream?> openOther) : Stream
{
    private readonly Stream _first = first;
    private Stream? _other;

    private Stream Inner => _other ?? _first;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => Inner.Length;

    public override long Position
    {
        get => Inner.Position;
        set => Inner.Position = value;
    }

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return Inner.Read(buffer);
        }
        catch (IOException) when (TryStandIn())
        {
            return Inner.Read(buffer);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await Inner.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException) when (TryStandIn())
        {
            return await Inner.ReadAsync(buffer, cancellationToken);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => Inner.Seek(offset, origin);

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _first.Dispose();
            _other?.Dispose();
        }
        base.Dispose(disposing);
    }

    /// <summary>Once: what the other does not give either is an error.</summary>
    private bool TryStandIn()
    {
        if (_other is not null || openOther() is not { } other) return false;
        other.Position = _first.Position;
        _other = other;
        return true;
    }
}
