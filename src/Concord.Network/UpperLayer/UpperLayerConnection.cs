using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Concord.Network.UpperLayer;

/// <summary>The upper layer protocol machine on one transport connection (PS3.8 §9.2): receives PDUs, runs the state table, sends what its actions say.</summary>
/// <remarks>One task receives. One task at a time sends messages; aborts, releases and timers may come from others: state changes are
/// atomic, PDUs are whole. Received bytes are borrowed until the next <see cref="Receive"/>.</remarks>
internal sealed partial class UpperLayerConnection : IAsyncDisposable
{
    /// <summary>Largest A-ASSOCIATE PDU taken, bytes.</summary>
    internal const uint MaxAssociateLength = 1 << 20;

    private const byte TlsHandshakeRecord = 0x16; // RFC 8446 §5.1; no PDU type

    private readonly ConnectionContext _transport;
    private readonly PipeReader _input;
    private readonly PipeWriter _output;
    private readonly NetworkOptions _options;
    private readonly TimeProvider _time;
    private readonly bool _isRequestor;
    private readonly Lock _changing = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly QuickAcknowledgement _acknowledgement;
    private readonly ITimer _artim;
    private readonly ITimer _readTimer;
    private readonly ITimer _flushTimer;
    private AssociationState _state;
    private ReadOnlySequence<byte> _rest; // received, not yet taken
    private bool _reading; // a read result is held
    private bool _ended; // no more bytes come
    private bool _isUnframed; // the bytes are no PDUs any more
    private long _waitingSince; // timestamp, 0 when a whole PDU was just taken
    private long _flushingSince;
    private TimeSpan _waited;
    private TimeSpan _readLimit;

    /// <param name="state">Where the machine begins; another than Sta1 is for tests of single cells.</param>
    internal UpperLayerConnection(
        ConnectionContext transport, bool isRequestor, NetworkOptions options, TimeProvider time, AssociationState state = AssociationState.Sta1)
    {
        (_transport, _isRequestor, _options, _time, _state) = (transport, isRequestor, options, time, state);
        (_input, _output) = (transport.Transport.Input, transport.Transport.Output);
        _acknowledgement = new(transport);
        _readLimit = Timeout.InfiniteTimeSpan;
        _artim = CreateTimer(static self => self.OnArtimExpired());
        _readTimer = CreateTimer(static self => self._input.CancelPendingRead());
        _flushTimer = CreateTimer(static self => self._output.CancelPendingFlush());
        if (state is AssociationState.Sta2 or AssociationState.Sta13) SetArtim(run: true);
    }

    internal AssociationState State
    {
        get
        {
            lock (_changing) return _state;
        }
    }

    /// <summary>True from <see cref="ArtimChange.Start"/> to stop or expiry.</summary>
    internal bool IsArtimRunning { get; private set; }

    /// <summary>An action closed the transport; the owner disposes.</summary>
    internal bool IsClosed { get; private set; }

    /// <summary>The peer began with a TLS handshake instead of A-ASSOCIATE-RQ; the transport was cut.</summary>
    internal bool IsTls { get; private set; }

    /// <summary>Largest PDU the peer takes as it told, bytes; 0 is unlimited.</summary>
    internal uint PeerMaxLength { get; set; }

    internal NetworkOptions Options => _options;

    /// <summary>How long this side has waited for bytes of the peer, in all; the time that it was busy itself does not count.</summary>
    internal TimeSpan Waited => _waited;

    /// <summary>The acceptor's beginning: AE-5, then the request is awaited under ARTIM.</summary>
    internal void Open() => Fire(AssociationEvent.TransportIndication);

    /// <summary>How long <see cref="Receive"/> waits for one whole PDU; counts anew from now.</summary>
    internal void LimitReads(TimeSpan limit)
    {
        _readLimit = limit;
        _waitingSince = _time.GetTimestamp();
        _readTimer.Change(limit, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The next primitive that the peer's PDUs, or the end of the connection, give rise to.</summary>
    /// <exception cref="AssociationException">No whole PDU came within the limit.</exception>
    internal async ValueTask<Indication> Receive(CancellationToken cancel)
    {
        while (!IsClosed && State != AssociationState.Sta1)
        {
            Pdu pdu;
            try
            {
                if (!TryTake(out pdu))
                {
                    if (_ended) return await Handle(AssociationEvent.TransportClosed, default) ?? new(IndicationKind.Closed);
                    await Fill(cancel);
                    continue;
                }
                var (happened, request) = Recognize(pdu);
                if (await Handle(happened, pdu, request) is { } indication) return indication;
            }
            catch (PduException broken)
            {
                if (await Fail(broken.Reason) is { } indication) return indication;
            }
        }
        return new(IndicationKind.Closed);
    }

    /// <summary>What the peer sent is no PDU or no message: A-ABORT by the provider (AA-1, AA-7, AA-8).</summary>
    internal ValueTask<Indication?> Fail(AbortReason reason) => Handle(AssociationEvent.InvalidPdu, default, reason: reason);

    public async ValueTask DisposeAsync()
    {
        await _artim.DisposeAsync();
        await _readTimer.DisposeAsync();
        await _flushTimer.DisposeAsync();
        if (_reading) _input.AdvanceTo(_rest.End);
        _sending.Dispose();
    }

    private bool TryTake(out Pdu pdu)
    {
        pdu = default;
        if (_isUnframed) _rest = _rest.Slice(_rest.End); // what follows broken bytes has no beginning
        if (_rest.IsEmpty) return false;
        var limit = _state is AssociationState.Sta2 or AssociationState.Sta5 ? MaxAssociateLength : (uint)_options.MaxPduLengthBytes;
        try
        {
            if (!PduReader.TryRead(ref _rest, limit, out pdu)) return false;
        }
        catch (PduException)
        {
            _isUnframed = true;
            if (_state == AssociationState.Sta2 && _rest.FirstSpan[0] == TlsHandshakeRecord) CutTls();
            throw;
        }
        _waitingSince = 0;
        return true;
    }

    /// <summary>Whoever speaks TLS to a plain port understands no A-ABORT and is not waited for.</summary>
    private void CutTls()
    {
        IsTls = true;
        _transport.Abort(new ConnectionAbortedException("TLS on a plain port"));
    }

    private static (AssociationEvent, AssociateRequest?) Recognize(Pdu pdu)
    {
        if (pdu.Type is PduType.ReleaseRq or PduType.ReleaseRp && pdu.Body.Length != 4)
            throw new PduException(AbortReason.InvalidParameterValue, "A-RELEASE PDU is not four bytes");
        return pdu.Type switch
        {
            PduType.AssociateRq => (AssociationEvent.AssociateRqPdu, AssociatePduReader.ReadRequest(pdu.Body)),
            PduType.AssociateAc => (AssociationEvent.AssociateAcPdu, null),
            PduType.AssociateRj => (AssociationEvent.AssociateRjPdu, null),
            PduType.Data => (AssociationEvent.DataPdu, null),
            PduType.ReleaseRq => (AssociationEvent.ReleaseRqPdu, null),
            PduType.ReleaseRp => (AssociationEvent.ReleaseRpPdu, null),
            PduType.Abort => (AssociationEvent.AbortPdu, null),
            _ => throw new PduException(AbortReason.UnrecognizedPdu, "PDU type not known"),
        };
    }

    /// <summary>Carries out the action that the table has for the event. Null when nothing is to be told.</summary>
    private async ValueTask<Indication?> Handle(
        AssociationEvent happened, Pdu pdu, AssociateRequest? request = null, AbortReason reason = AbortReason.UnexpectedPdu)
    {
        if (request is not null && (request.ProtocolVersion & 1) == 0 && State == AssociationState.Sta2)
        {
            await RefuseProtocolVersion();
            return null;
        }
        var action = Fire(happened);
        var effects = ActionEffects.Of(action);
        if (effects.Sends == PduType.Abort) await TrySendAbort(action == AssociationAction.AA1 ? (byte)0 : (byte)2, reason);
        return effects.Indicates == IndicationKind.None ? null : new(effects.Indicates, pdu, request);
    }

    /// <summary>AE-6 when the request is not acceptable to the provider: A-ASSOCIATE-RJ at once, next state Sta13.</summary>
    private async ValueTask RefuseProtocolVersion()
    {
        Fire(AssociationEvent.AssociateRqPdu, acceptable: false);
        await SendWhole(static (output, reject) => PduWriter.WriteReject(output, reject), AssociateReject.ProtocolVersionNotSupported, default);
    }

    /// <summary>One step of the state table: moves the state, the timer and the closed flag; sending and telling are the caller's.</summary>
    /// <exception cref="AssociationException">A local request that the state does not allow: the association has ended meanwhile.</exception>
    private AssociationAction Fire(AssociationEvent happened, bool acceptable = true)
    {
        lock (_changing)
        {
            if (StateTable.Find(_state, happened) is not { } cell)
                throw new AssociationException(AssociationFailure.ConnectionLost, $"The association has ended ({happened} in {_state}).");
            _state = cell.Action switch
            {
                AssociationAction.AE6 => acceptable ? cell.Next : cell.Otherwise,
                AssociationAction.AR8 => _isRequestor ? cell.Next : cell.Otherwise,
                _ => cell.Next,
            };
            var effects = ActionEffects.Of(cell.Action);
            if (!acceptable) effects = ActionEffects.Of(AssociationAction.AE8);
            if (effects.Artim != ArtimChange.None) SetArtim(effects.Artim == ArtimChange.Start);
            if (effects.Closes) IsClosed = true;
            return cell.Action;
        }
    }

    private void SetArtim(bool run)
    {
        IsArtimRunning = run;
        _artim.Change(run ? TimeSpan.FromSeconds(_options.ArtimSeconds) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private void OnArtimExpired()
    {
        lock (_changing)
        {
            if (!IsArtimRunning || StateTable.Find(_state, AssociationEvent.ArtimExpired) is null) return;
            Fire(AssociationEvent.ArtimExpired);
        }
        _transport.Abort(new ConnectionAbortedException("ARTIM expired"));
        _input.CancelPendingRead();
    }

    /// <summary>Reads more bytes. A broken connection is the end of the bytes, not an error: the table says what follows.</summary>
    private async ValueTask Fill(CancellationToken cancel)
    {
        if (_reading) _input.AdvanceTo(_rest.Start, _rest.End); // consumed, examined
        (_reading, _rest) = (false, default);
        if (_waitingSince == 0) _waitingSince = _time.GetTimestamp();
        var waits = false;
        try
        {
            var pending = _input.ReadAsync(cancel);
            var began = pending.IsCompleted ? 0 : _time.GetTimestamp();
            if (began != 0) _acknowledgement.Ask();
            waits = began != 0 && _readLimit != Timeout.InfiniteTimeSpan;
            if (waits) _readTimer.Change(Remaining(_waitingSince, _readLimit), Timeout.InfiniteTimeSpan);
            var read = await pending;
            if (began != 0) _waited += _time.GetElapsedTime(began);
            _rest = read.Buffer;
            _reading = true;
            _ended = read.IsCompleted;
            if (read.IsCanceled && !IsClosed && !_ended) ThrowIfLate(_waitingSince, _readLimit, "The peer was silent for too long.");
        }
        catch (Exception broken) when (broken is IOException and not AssociationException || (broken is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            _ended = true;
        }
        finally
        {
            if (waits) _readTimer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private TimeSpan Remaining(long since, TimeSpan limit)
    {
        var remaining = limit - _time.GetElapsedTime(since);
        return remaining > TimeSpan.FromMilliseconds(1) ? remaining : TimeSpan.FromMilliseconds(1);
    }

    private void ThrowIfLate(long since, TimeSpan limit, string message)
    {
        // a cancelled wait that is not late was woken by a timer of an earlier wait
        if (limit != Timeout.InfiniteTimeSpan && _time.GetElapsedTime(since) >= limit) throw new AssociationException(AssociationFailure.TimedOut, message);
    }

    private ITimer CreateTimer(Action<UpperLayerConnection> expired) => _time.CreateTimer(
        static state =>
        {
            var (self, expired) = ((UpperLayerConnection, Action<UpperLayerConnection>))state!;
            expired(self);
        },
        (this, expired), Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
}
