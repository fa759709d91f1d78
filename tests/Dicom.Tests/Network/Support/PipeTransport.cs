using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Dicom.Tests.Network.Support;

/// <summary>A connection of two in-memory pipes that run inline: what was written is seen at once.</summary>
internal sealed class PipeTransport : IDuplexPipe
{
    private static readonly PipeOptions Inline = new(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false);
    private readonly Pipe _toUs = new(Inline);
    private readonly Pipe _toPeer;

    /// <param name="roomBytes">What the peer lets us send ahead of its reading.</param>
    internal PipeTransport(int roomBytes = 1 << 20)
    {
        _toPeer = new(new PipeOptions(
            readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false,
            pauseWriterThreshold: roomBytes, resumeWriterThreshold: roomBytes / 2));
        Connection = new("test", this, this);
    }

    internal DefaultConnectionContext Connection { get; }

    public PipeReader Input => _toUs.Reader;

    public PipeWriter Output => _toPeer.Writer;

    internal async Task Send(params byte[] bytes) => await _toUs.Writer.WriteAsync(bytes);

    internal void CloseByPeer() => _toUs.Writer.Complete();

    /// <summary>Something has been sent to the peer since last asked.</summary>
    internal bool HasSent
    {
        get
        {
            if (!_toPeer.Reader.TryRead(out var read)) return false;
            _toPeer.Reader.AdvanceTo(read.Buffer.Start);
            return !read.Buffer.IsEmpty;
        }
    }

    /// <summary>What has been sent to the peer since last asked.</summary>
    internal byte[] TakeSent()
    {
        if (!_toPeer.Reader.TryRead(out var read)) return [];
        var sent = read.Buffer.ToArray();
        _toPeer.Reader.AdvanceTo(read.Buffer.End);
        return sent;
    }
}
