using System.Buffers;

namespace Concord.Dicom.Encoding;

/// <summary>Blocks in memory as a stream to read from.</summary>
internal sealed class SequenceStream(ReadOnlySequence<byte> data) : Stream
{
    private ReadOnlySequence<byte> _rest = data;

    /// <summary>More was asked for than there is.</summary>
    public bool IsOverdrawn { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var length = (int)Math.Min(buffer.Length, _rest.Length);
        IsOverdrawn |= length == 0 && buffer.Length > 0;
        _rest.Slice(0, length).CopyTo(buffer);
        _rest = _rest.Slice(length);
        return length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
