namespace Concord.Cli.Sources;

/// <summary>A ZIP entry's bytes, forward only; gives back what it was read from when it is disposed. Damage is an I/O failure to its reader: the framework
/// does not hold what it inflates against the entry's CRC, so that is done here before the end is told.</summary>
internal sealed class EntryStream(Stream inner, uint crc, Action giveBack) : Stream
{
    private readonly EntryCrc _crc = new();
    private bool _isOpen = true;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return Checked(buffer[..inner.Read(buffer)], buffer.Length);
        }
        catch (InvalidDataException damaged)
        {
            throw new IOException("The ZIP entry is damaged.", damaged);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var read = await inner.ReadAsync(buffer, cancellationToken);
            return Checked(buffer.Span[..read], buffer.Length);
        }
        catch (InvalidDataException damaged)
        {
            throw new IOException("The ZIP entry is damaged.", damaged);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Checked(ReadOnlySpan<byte> bytes, int wanted)
    {
        if (bytes.IsEmpty && wanted > 0 && _crc.Value != crc) throw new IOException("The ZIP entry is damaged.");
        _crc.Append(bytes);
        return bytes.Length;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && _isOpen)
        {
            _isOpen = false;
            inner.Dispose();
            giveBack();
        }
        base.Dispose(disposing);
    }
}
