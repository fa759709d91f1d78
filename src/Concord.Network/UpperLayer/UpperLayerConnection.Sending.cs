using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace Concord.Network.UpperLayer;

internal sealed partial class UpperLayerConnection
{
    /// <summary>Smallest Maximum Length of a peer that can be served: one PDV with an even handful of bytes.</summary>
    internal const uint MinPeerLength = 64;

    private static readonly TimeSpan AbortLimit = TimeSpan.FromSeconds(2);

    /// <summary>The requestor's beginning: AE-1.</summary>
    internal void Connect() => Fire(AssociationEvent.AssociateRequest);

    /// <summary>The transport is connected: asks for the association (AE-2).</summary>
    internal async ValueTask Request(AssociateRequest request, CancellationToken cancel)
    {
        Fire(AssociationEvent.TransportConfirm);
        await SendWhole(static (output, request) => PduWriter.WriteRequest(output, request), request, cancel);
    }

    internal async ValueTask Accept(AssociateAccept accept, CancellationToken cancel)
    {
        Fire(AssociationEvent.AssociateAccept);
        await SendWhole(static (output, accept) => PduWriter.WriteAccept(output, accept), accept, cancel);
    }

    internal async ValueTask Reject(AssociateReject reject, CancellationToken cancel)
    {
        Fire(AssociationEvent.AssociateReject);
        await SendWhole(static (output, reject) => PduWriter.WriteReject(output, reject), reject, cancel);
    }

    internal async ValueTask RequestRelease(CancellationToken cancel)
    {
        Fire(AssociationEvent.ReleaseRequest);
        await SendWhole(static (output, type) => PduWriter.WriteRelease(output, type), PduType.ReleaseRq, cancel);
    }

    internal async ValueTask RespondRelease(CancellationToken cancel)
    {
        Fire(AssociationEvent.ReleaseResponse);
        await SendWhole(static (output, type) => PduWriter.WriteRelease(output, type), PduType.ReleaseRp, cancel);
    }

    /// <summary>A-ABORT by the service user; nothing when the association has ended already. Bounded in time by itself.</summary>
    internal async ValueTask Abort()
    {
        lock (_changing)
        {
            if (StateTable.Find(_state, AssociationEvent.AbortRequest) is null) return;
            if (ActionEffects.Of(Fire(AssociationEvent.AbortRequest)).Sends != PduType.Abort) return; // AA-2: nobody to tell yet
        }
        await TrySendAbort(source: 0, AbortReason.NotSpecified);
    }

    /// <summary>Sends one message: its command set, then its data set's bytes if there are any (PS3.8 §9.3.5, §E.2).</summary>
    internal async ValueTask SendMessage(byte contextId, ReadOnlyMemory<byte> command, ReadOnlyMemory<byte>? dataSet, CancellationToken cancel)
    {
        await SendParts(contextId, isCommand: true, command, flush: dataSet is null, cancel);
        if (dataSet is { } bytes) await SendParts(contextId, isCommand: false, bytes, flush: true, cancel);
    }

    /// <summary>Sends one message whose data set is a stream, PDU by PDU; nothing is gathered.</summary>
    /// <exception cref="IOException">The stream cannot be read: half a message is on the wire and the association cannot go on.</exception>
    internal async ValueTask SendMessage(byte contextId, ReadOnlyMemory<byte> command, Stream dataSet, CancellationToken cancel)
    {
        await SendParts(contextId, isCommand: true, command, flush: false, cancel);
        byte? ahead = null; // the byte after the last fragment: it tells that the fragment was not the last
        bool isLast;
        do
        {
            await _sending.WaitAsync(cancel);
            try
            {
                (isLast, ahead) = await WriteFragment(contextId, dataSet, ahead, cancel);
                await Flush(cancel);
            }
            finally
            {
                _sending.Release();
            }
        }
        while (!isLast);
    }

    /// <summary>Bytes of data in a PDU of one PDV, even, for this peer.</summary>
    private int FragmentLength
    {
        get
        {
            var length = PeerMaxLength == 0 ? (uint)_options.MaxSendPduLengthBytes : Math.Min(PeerMaxLength, (uint)_options.MaxSendPduLengthBytes);
            return (int)(length - PduWriter.PdvHeaderLength) & ~1;
        }
    }

    /// <summary>Reads one fragment from the stream straight into the output buffer, header before it.</summary>
    private async ValueTask<(bool IsLast, byte? Ahead)> WriteFragment(byte contextId, Stream dataSet, byte? ahead, CancellationToken cancel)
    {
        var length = FragmentLength;
        var buffer = _output.GetMemory(PduWriter.DataHeaderLength + length + 1);
        var data = buffer.Slice(PduWriter.DataHeaderLength, length + 1);
        var filled = 0;
        if (ahead is { } first) data.Span[filled++] = first;
        filled += await dataSet.ReadAtLeastAsync(data[filled..], data.Length - filled, throwOnEndOfStream: false, cancel);
        var isLast = filled <= length;
        var count = isLast ? filled : length;
        Fire(AssociationEvent.DataRequest);
        PduWriter.WriteDataHeader(buffer.Span, contextId, isCommand: false, isLast, count);
        ahead = isLast ? null : data.Span[length];
        _output.Advance(PduWriter.DataHeaderLength + count);
        return (isLast, ahead);
    }

    private async ValueTask SendParts(byte contextId, bool isCommand, ReadOnlyMemory<byte> bytes, bool flush, CancellationToken cancel)
    {
        var length = FragmentLength;
        await _sending.WaitAsync(cancel);
        try
        {
            bool isLast;
            do
            {
                var count = Math.Min(bytes.Length, length);
                isLast = count == bytes.Length;
                Fire(AssociationEvent.DataRequest);
                var buffer = _output.GetSpan(PduWriter.DataHeaderLength + count);
                PduWriter.WriteDataHeader(buffer, contextId, isCommand, isLast, count);
                bytes.Span[..count].CopyTo(buffer[PduWriter.DataHeaderLength..]);
                _output.Advance(PduWriter.DataHeaderLength + count);
                bytes = bytes[count..];
                if (!isLast || flush) await Flush(cancel);
            }
            while (!isLast);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async ValueTask SendWhole<T>(Action<IBufferWriter<byte>, T> write, T what, CancellationToken cancel)
    {
        await _sending.WaitAsync(cancel);
        try
        {
            write(_output, what);
            await Flush(cancel);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Sends A-ABORT if the wire is free soon; a peer that does not read is closed on instead (PS3.8 §7.3: delivery is not assured).</summary>
    private async ValueTask TrySendAbort(byte source, AbortReason reason)
    {
        if (!await _sending.WaitAsync(AbortLimit))
        {
            _transport.Abort(new ConnectionAbortedException("The peer does not read"));
            return;
        }
        try
        {
            PduWriter.WriteAbort(_output, source, source == 0 ? AbortReason.NotSpecified : reason);
            await Flush(CancellationToken.None);
        }
        catch (IOException)
        {
            _transport.Abort(new ConnectionAbortedException("The connection broke while aborting"));
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Flushes, waiting for the peer to make room no longer than ResponseSeconds.</summary>
    private async ValueTask Flush(CancellationToken cancel)
    {
        var limit = TimeSpan.FromSeconds(_options.ResponseSeconds);
        var waits = false;
        try
        {
            var pending = _output.FlushAsync(cancel);
            waits = !pending.IsCompleted;
            if (waits)
            {
                _flushingSince = _time.GetTimestamp();
                _flushTimer.Change(limit, Timeout.InfiniteTimeSpan);
            }
            var flushed = await pending;
            if (flushed.IsCanceled) ThrowIfLate(_flushingSince, limit, "The peer did not take what was sent.");
            if (flushed.IsCompleted) throw new AssociationException(AssociationFailure.ConnectionLost, "The connection was closed while sending.");
        }
        catch (Exception broken) when (broken is IOException and not AssociationException || (broken is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw new AssociationException(AssociationFailure.ConnectionLost, "The connection broke while sending.", broken);
        }
        finally
        {
            if (waits) _flushTimer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
