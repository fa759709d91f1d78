using System.IO.Pipelines;
using Concord.Dicom.Encoding;
using Concord.Imaging;
using Concord.Imaging.Frames;
using Concord.Imaging.Transcoding;

namespace Concord.Server.Retrieve;

/// <summary>A data set that is transcoded while it is read: as far ahead of its reader as a pipe is deep, and no farther.</summary>
/// <remarks>A frame that fails after the first is an <see cref="IOException"/> to the reader, who has a part already.</remarks>
internal sealed class TranscodedStream : Stream
{
    private const int PipeBytes = 1 << 20;

    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: PipeBytes, resumeWriterThreshold: PipeBytes / 2, useSynchronizationContext: false));
    private readonly CancellationTokenSource _closed = new();
    private readonly Stream _reader;
    private readonly Task _writing;
    private int _isDisposed;

    private TranscodedStream(Transcoder transcoder, IFrameSource source, TransferSyntax target, TranscodeOptions options)
    {
        _reader = _pipe.Reader.AsStream();
        _writing = Task.Run(() => Write(transcoder, source, target, options));
    }

    /// <summary>Opens the data set when its first frame is done.</summary>
    /// <exception cref="FrameException">It could not be.</exception>
    public static async Task<Stream> Open(Transcoder transcoder, IFrameSource source, TransferSyntax target, TranscodeOptions options, CancellationToken cancel)
    {
        var stream = new TranscodedStream(transcoder, source, target, options);
        try
        {
            var first = await stream._pipe.Reader.ReadAsync(cancel);
            stream._pipe.Reader.AdvanceTo(first.Buffer.Start);
            return stream;
        }
        catch (IOException failed) when (failed.InnerException is FrameException frame)
        {
            await stream.DisposeAsync();
            throw new FrameException(frame.Failure, frame.Message);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    private async Task Write(Transcoder transcoder, IFrameSource source, TransferSyntax target, TranscodeOptions options)
    {
        try
        {
            await transcoder.Write(source, target, options, _pipe.Writer, _closed.Token);
            await _pipe.Writer.CompleteAsync();
        }
        catch (Exception failed) // whatever it is belongs to the reader
        {
            await _pipe.Writer.CompleteAsync(failed is FrameException ? new IOException(failed.Message, failed) : failed);
        }
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _reader.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => _reader.ReadAsync(buffer, offset, count, cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => _reader.Read(buffer, offset, count);

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Ends the work that nobody reads any more.</summary>
    public override async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1) return;
        await _closed.CancelAsync();
        await _pipe.Reader.CompleteAsync();
#pragma warning disable VSTHRD003 // started by this object's constructor; ends when asked, as just done, and does not throw
        await _writing;
#pragma warning restore VSTHRD003
        _closed.Dispose();
        await base.DisposeAsync();
    }
}
