using System.IO.Compression;
using System.IO.Pipelines;

namespace Concord.Imaging.Transcoding;

/// <summary>Deflates a data set on its way to a pipe, and brings what comes out to even length (PS3.5 §A.5).</summary>
internal sealed class DeflatedPipe : IAsyncDisposable
{
    private readonly CountingStream _counted;
    private readonly DeflateStream _deflate;
    private readonly CancellationToken _cancel;

    public DeflatedPipe(PipeWriter output, CancellationToken cancel)
    {
        _cancel = cancel;
        _counted = new(output);
        _deflate = new(_counted, CompressionLevel.Optimal, leaveOpen: true);
        Writer = PipeWriter.Create(_deflate, new StreamPipeWriterOptions(leaveOpen: true));
    }

    /// <summary>Takes the data set as it is before it is deflated.</summary>
    public PipeWriter Writer { get; }

    /// <summary>The data set is whole.</summary>
    public async Task Complete()
    {
        await Writer.CompleteAsync();
        await _deflate.DisposeAsync();
        if (_counted.Count % 2 != 0) await _counted.WriteAsync(new byte[1], _cancel);
        await _counted.FlushAsync(_cancel);
    }

    /// <summary>Where it broke off, nothing more is written.</summary>
    public async ValueTask DisposeAsync()
    {
        _counted.IsEnded = true;
        await _deflate.DisposeAsync();
    }

    /// <summary>Counts what goes through.</summary>
    private sealed class CountingStream(PipeWriter output) : Stream
    {
        public long Count { get; private set; }

        public bool IsEnded { get; set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => Count;

        public override long Position
        {
            get => Count;
            set => throw new NotSupportedException();
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (IsEnded) return;
            Count += buffer.Length;
            if ((await output.WriteAsync(buffer, cancellationToken)).IsCompleted) throw new OperationCanceledException("Nobody reads the data set any more.");
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override async Task FlushAsync(CancellationToken cancellationToken) => await output.FlushAsync(cancellationToken);

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
