namespace Concord.Vault.Corrections;

/// <summary>A range of bytes that lie in pieces, some of them in another stream. One reader.</summary>
internal sealed class PieceStream(Stream stored, IReadOnlyList<Piece> pieces, long start, long length) : Stream
{
    private int _piece;
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
        var (piece, skip, count) = Find(buffer.Length);
        if (count == 0) return 0;
        int read;
        if (piece.Bytes is { } bytes)
        {
            bytes.Span.Slice((int)skip, count).CopyTo(buffer);
            read = count;
        }
        else
        {
            stored.Position = piece.Offset + skip;
            read = stored.Read(buffer[..count]);
        }
        return Took(read);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var (piece, skip, count) = Find(buffer.Length);
        if (count == 0) return 0;
        int read;
        if (piece.Bytes is { } bytes)
        {
            bytes.Slice((int)skip, count).CopyTo(buffer);
            read = count;
        }
        else
        {
            stored.Position = piece.Offset + skip;
            read = await stored.ReadAsync(buffer[..count], cancellationToken);
        }
        return Took(read);
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
        if (disposing) stored.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>The piece at the position, and how much of it goes into the buffer; none at the end.</summary>
    private (Piece Piece, long Skip, int Count) Find(int most)
    {
        var left = length - _position;
        if (left <= 0 || most == 0) return default;
        var at = start + _position;
        if (at < pieces[_piece].At) _piece = 0;
        while (at >= pieces[_piece].At + pieces[_piece].Length) _piece++;
        var piece = pieces[_piece];
        var skip = at - piece.At;
        return (piece, skip, (int)Math.Min(most, Math.Min(left, piece.Length - skip)));
    }

    private int Took(int count)
    {
        if (count == 0) throw new EndOfStreamException("The stored object is shorter than it was."); // what was promised cannot be given
        _position += count;
        return count;
    }
}
