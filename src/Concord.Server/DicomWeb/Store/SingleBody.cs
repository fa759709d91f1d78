using System.Buffers;
using System.IO.Pipelines;

namespace Concord.Server.DicomWeb.Store;

/// <summary>A whole body as one object, in pieces borrowed until the next call.</summary>
internal sealed class SingleBody(PipeReader input)
{
    private SequencePosition? _handedOut;

    /// <summary>The next bytes; null at the end.</summary>
    public async ValueTask<ReadOnlySequence<byte>?> Read(CancellationToken cancel)
    {
        TakeBack();
        while (true)
        {
            var read = await input.ReadAsync(cancel);
            if (!read.Buffer.IsEmpty)
            {
                _handedOut = read.Buffer.End;
                return read.Buffer;
            }
            input.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted) return null;
        }
    }

    /// <summary>Gives back what was borrowed last, when nothing more is read here.</summary>
    public void TakeBack()
    {
        if (_handedOut is { } end) input.AdvanceTo(end);
        _handedOut = null;
    }
}
