using System.Buffers;
using System.Buffers.Binary;
using Concord.Network.UpperLayer;

namespace Concord.Network.Dimse;

/// <summary>Messages on an established association (PS3.7 §8, PS3.8 §E): command sets whole, data sets fragment by fragment as they lie in the receive buffer.</summary>
/// <remarks>One task receives; any may send, whole messages one after the other. Fragments are borrowed until the next receive.</remarks>
internal sealed class DimseChannel : IDisposable
{
    /// <summary>Longest command set, bytes.</summary>
    internal const int MaxCommandLength = 64 << 10;

    /// <summary>Longest data set of a query, bytes; objects have no bound here.</summary>
    internal const int MaxIdentifierLength = 1 << 20;

    private readonly PresentationContext?[] _contexts = new PresentationContext?[256];
    private readonly SemaphoreSlim _messages = new(1, 1); // fragments of two messages are never mixed (PS3.7 §6.3.1)
    private ReadOnlySequence<byte> _pdvs; // of the current PDU, not yet taken
    private Pdv _pdv;
    private bool _inDataSet;
    private PresentationContext? _current;
    private int _lastMessageId;
    private MessagePace _pace; // of the current message
    private long _dataSetBytes; // of the current message, so far

    internal DimseChannel(UpperLayerConnection wire, IReadOnlyList<PresentationContext> contexts)
    {
        (Wire, Contexts) = (wire, contexts);
        foreach (var context in contexts) _contexts[context.Id] = context;
    }

    internal UpperLayerConnection Wire { get; }

    /// <summary>The accepted contexts, in the proposer's order.</summary>
    internal IReadOnlyList<PresentationContext> Contexts { get; }

    /// <summary>The fragment that <see cref="NextFragment"/> found.</summary>
    internal ReadOnlySequence<byte> Fragment => _pdv.Data;

    /// <summary>A message id that no request of this side has had lately.</summary>
    internal ushort NextMessageId()
    {
        while (true)
            if ((ushort)Interlocked.Increment(ref _lastMessageId) is > 0 and var id) return id;
    }

    /// <summary>The next message's command; what is left of the data set before it is dropped. Null when the peer asks to release, or has released.</summary>
    /// <exception cref="AssociationException">The association ended.</exception>
    /// <exception cref="PduException">The peer sent what is no message.</exception>
    internal async ValueTask<DimseMessage?> Receive(CancellationToken cancel)
    {
        while (await NextFragment(cancel)) { }
        if (!await NextPdv(betweenMessages: true, cancel)) return null;
        _pace = new(Wire.Options, Wire.Waited);
        _dataSetBytes = 0;
        var context = _contexts[_pdv.ContextId]!;
        if (!_pdv.IsCommand) throw new PduException(AbortReason.UnexpectedParameter, "A data set without a command");
        var command = _pdv.IsLast ? Parse(_pdv.Data) : await GatherCommand(context, cancel);
        _current = context;
        _inDataSet = command.HasDataSet;
        return new(context, command);
    }

    /// <summary>Receives the next piece of the current message's data set into <see cref="Fragment"/>; false after the last.</summary>
    /// <exception cref="PduException">It is not the current message's, or the data set is longer than <see cref="NetworkOptions.MaxObjectBytes"/>.</exception>
    /// <exception cref="AssociationException">The association ended, or the peer is slower than <see cref="NetworkOptions.MinReceiveBytesPerSecond"/>.</exception>
    internal async ValueTask<bool> NextFragment(CancellationToken cancel)
    {
        if (!_inDataSet) return false;
        await NextPdv(betweenMessages: false, cancel);
        if (_pdv.IsCommand || _pdv.ContextId != _current!.Id) throw new PduException(AbortReason.UnexpectedParameter, "Another message within a data set");
        _dataSetBytes += _pdv.Data.Length;
        if (_dataSetBytes > Wire.Options.MaxObjectBytes) throw new PduException(AbortReason.InvalidParameterValue, "The data set is longer than is taken");
        _inDataSet = !_pdv.IsLast;
        return true;
    }

    /// <summary>Gathers the rest of the current message's data set, which is an identifier, not an object.</summary>
    internal ValueTask<byte[]> ReceiveIdentifier(CancellationToken cancel) => ReceiveDataSet(MaxIdentifierLength, cancel);

    /// <summary>Gathers the rest of the current message's data set: an identifier, or the argument of a normalized operation.</summary>
    /// <exception cref="PduException">It is longer than <paramref name="maxLength"/> bytes.</exception>
    internal async ValueTask<byte[]> ReceiveDataSet(int maxLength, CancellationToken cancel)
    {
        var gathered = new ArrayBufferWriter<byte>();
        while (await NextFragment(cancel))
        {
            if (gathered.WrittenCount + Fragment.Length > maxLength) throw new PduException(AbortReason.InvalidParameterValue, "The data set is too long");
            foreach (var part in Fragment) gathered.Write(part.Span);
        }
        return gathered.WrittenSpan.ToArray();
    }

    internal ValueTask Send(PresentationContext context, CommandSet command, CancellationToken cancel) =>
        Send(context, command, null, cancel);

    internal async ValueTask Send(PresentationContext context, CommandSet command, ReadOnlyMemory<byte>? dataSet, CancellationToken cancel)
    {
        await _messages.WaitAsync(cancel);
        try
        {
            await Wire.SendMessage(context.Id, CommandSetWriter.Write(command), dataSet, cancel);
        }
        finally
        {
            _messages.Release();
        }
    }

    /// <exception cref="IOException">The stream cannot be read: half a message is on the wire and the association must be aborted.</exception>
    internal async ValueTask SendObject(PresentationContext context, CommandSet command, Stream dataSet, CancellationToken cancel)
    {
        await _messages.WaitAsync(cancel);
        try
        {
            await Wire.SendMessage(context.Id, CommandSetWriter.Write(command), dataSet, cancel);
        }
        finally
        {
            _messages.Release();
        }
    }

    public void Dispose() => _messages.Dispose();

    private async ValueTask<CommandSet> GatherCommand(PresentationContext context, CancellationToken cancel)
    {
        var gathered = new ArrayBufferWriter<byte>();
        while (true)
        {
            if (gathered.WrittenCount + _pdv.Data.Length > MaxCommandLength) throw new PduException(AbortReason.InvalidParameterValue, "The command set is too long");
            foreach (var part in _pdv.Data) gathered.Write(part.Span);
            if (_pdv.IsLast) return CommandSetReader.Read(gathered.WrittenSpan);
            await NextPdv(betweenMessages: false, cancel);
            if (!_pdv.IsCommand || _pdv.ContextId != context.Id) throw new PduException(AbortReason.UnexpectedParameter, "Another message within a command set");
        }
    }

    private static CommandSet Parse(ReadOnlySequence<byte> data)
    {
        if (data.Length > MaxCommandLength) throw new PduException(AbortReason.InvalidParameterValue, "The command set is too long");
        return CommandSetReader.Read(data.IsSingleSegment ? data.FirstSpan : data.ToArray());
    }

    /// <summary>Moves to the next PDV, receiving PDUs as needed. False when the peer asks for release between messages.</summary>
    private async ValueTask<bool> NextPdv(bool betweenMessages, CancellationToken cancel)
    {
        var emptyPdus = 0;
        while (_pdvs.IsEmpty)
        {
            if (emptyPdus++ > MessagePace.MaxEmptyFragments) throw new PduException(AbortReason.InvalidParameterValue, "P-DATA without data, over and over");
            var indication = await Wire.Receive(cancel);
            switch (indication.Kind)
            {
                case IndicationKind.Data:
                    _pdvs = indication.Pdu.Body;
                    break;
                case IndicationKind.Release or IndicationKind.Released or IndicationKind.ReleaseCollision when betweenMessages:
                    return false;
                default:
                    throw Ended(indication.Kind);
            }
        }
        _pdv = TakePdv();
        if (!betweenMessages) _pace.Count(_pdv.Data.Length, Wire.Waited);
        return true;
    }

    private Pdv TakePdv()
    {
        Span<byte> header = stackalloc byte[PduWriter.PdvHeaderLength];
        if (_pdvs.Length < header.Length) throw new PduException(AbortReason.InvalidParameterValue, "A PDV is cut off");
        if (_pdvs.FirstSpan.Length >= header.Length) _pdvs.FirstSpan[..header.Length].CopyTo(header);
        else _pdvs.Slice(0, header.Length).CopyTo(header);
        var length = BinaryPrimitives.ReadUInt32BigEndian(header);
        if (length < 2 || length - 2 > _pdvs.Length - header.Length) throw new PduException(AbortReason.InvalidParameterValue, "A PDV is longer than its PDU");
        if (_contexts[header[4]] is null) throw new PduException(AbortReason.UnexpectedParameter, "The presentation context was not accepted");
        var data = _pdvs.Slice(header.Length, length - 2);
        _pdvs = _pdvs.Slice(data.End);
        return new(header[4], (header[5] & 1) != 0, (header[5] & 2) != 0, data);
    }

    private static AssociationException Ended(IndicationKind kind) => kind switch
    {
        IndicationKind.Abort => new(AssociationFailure.AbortedByPeer, "The peer aborted."),
        IndicationKind.Release or IndicationKind.ReleaseCollision => new(AssociationFailure.Released, "The peer asked for release within a message."),
        _ => new(AssociationFailure.ConnectionLost, "The association ended."),
    };

    private readonly record struct Pdv(byte ContextId, bool IsCommand, bool IsLast, ReadOnlySequence<byte> Data);
}
