namespace Concord.Cli.Listing;

/// <summary>Output that is held in memory, as long as it is not more than so many bytes.</summary>
internal sealed class BoundedOutput(int maxBytes) : Stream
{
    public MemoryStream Written { get; } = new();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <exception cref="FullException">It would be too much.</exception>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <exception cref="FullException">It would be too much.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (Written.Length + buffer.Length > maxBytes) throw new FullException();
        Written.Write(buffer);
    }

    /// <summary>More was written than is held.</summary>
    internal sealed class FullException : Exception;
}
