using System.Runtime.CompilerServices;
using Concord.Network.Dimse;
using Concord.Network.UpperLayer;

namespace Concord.Network.ServiceClasses;

/// <summary>Storage service as user (PS3.4 §B): sends objects on as few associations as their presentation contexts fit into, as many at a time as
/// the peer's window takes, and those anew that failed in a way that may pass.</summary>
/// <remarks>What may pass: no connection, a transient rejection, an association that ends in the middle, and Out of Resources (A7xx). An object whose
/// answer was lost is sent again. One sender at a time.</remarks>
internal sealed class StorageScu(RemotePeer peer, NetworkOptions options, RetryPolicy retries, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Objects looked at ahead of the first, for what contexts they need.</summary>
    private const int MaxAhead = 4096;

    private readonly List<Sending> _pending = []; // sent and not answered, or to be sent anew: at most a window
    private readonly List<IOutgoingObject> _batch = [];
    private readonly OpenedAhead _opened = new();
    private ContextPlan _plan = new();
    private int _next; // of the batch, first to be sent
    private RequestedAssociation? _association;
    private int _retry; // tries in a row that got nothing done
    private string? _pauseReason; // there must be a pause
    private bool _isCut; // within a step: there may be half an object on the wire

    /// <summary>Told before each pause how long it is, and why.</summary>
    internal Action<TimeSpan, string>? Pausing { get; init; }

    /// <summary>Sends the objects in their order; one result each, as the answers come.</summary>
    /// <exception cref="AssociationException">No association to be had, or it broke, also when tried anew: objects without a result were not acknowledged.</exception>
    internal async IAsyncEnumerable<StoreResult> Send(
        IEnumerable<IOutgoingObject> objects, MoveOriginator? originator, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var source = objects.GetEnumerator();
        var carried = source.MoveNext() ? source.Current : null;
        while (carried is not null)
        {
            (_plan, _next) = (new(), 0);
            _batch.Clear();
            while (carried is not null && _batch.Count < MaxAhead && _plan.TryAdd(carried))
            {
                _batch.Add(carried);
                carried = source.MoveNext() ? source.Current : null;
            }
            while (await Next(originator, cancel) is { } result) yield return result;
            await Close();
        }
    }

    /// <summary>Hears the answers to what is out and releases, when who asked for the results has had enough of them; aborts when an object is half sent.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            while (!_isCut && _association is { } open && _pending.Exists(sending => sending.Request is not null)) await Hear(open, CancellationToken.None);
        }
        catch (AssociationException)
        {
            _isCut = true; // nobody asks for the answers any more
        }
        await Close();
        await _opened.DisposeAsync();
    }

    /// <summary>The next result; null when the batch is done.</summary>
    private async Task<StoreResult?> Next(MoveOriginator? originator, CancellationToken cancel)
    {
        while (_pending.Count > 0 || _next < _batch.Count)
        {
            try
            {
                _isCut = true;
                cancel.ThrowIfCancellationRequested();
                var result = await Step(originator, cancel);
                _isCut = false;
                if (result is not null) return result;
            }
            catch (AssociationException broken) when (broken.IsTransient && _retry < retries.Retries)
            {
                await SendAnew();
                _pauseReason = broken.Message;
            }
        }
        return null;
    }

    /// <summary>Sends one object when there is room for it, else hears one answer.</summary>
    private async Task<StoreResult?> Step(MoveOriginator? originator, CancellationToken cancel)
    {
        if (_pauseReason is not null && !_pending.Exists(sending => sending.Request is not null)) await Pause(cancel);
        _association ??= await RequestedAssociation.Open(peer, _plan.Proposals, relational: false, options, time, cancel);
        return NextToSend(_association.Window) is { } sending
            ? await Send(_association, sending, originator, cancel)
            : await Hear(_association, cancel);
    }

    private Sending? NextToSend(int window)
    {
        if (_pauseReason is not null) return null;
        if (_pending.Find(sending => sending.Request is null) is { } anew) return anew;
        if (_pending.Count >= window || _next == _batch.Count) return null;
        var sending = new Sending(_batch[_next++]);
        _pending.Add(sending);
        return sending;
    }

    private async Task<StoreResult?> Send(RequestedAssociation association, Sending sending, MoveOriginator? originator, CancellationToken cancel)
    {
        var (context, dataSet, failure) = await _opened.Open(sending.Object, Following(), association.Channel.Contexts, cancel);
        if (failure is not null)
        {
            _pending.Remove(sending);
            return new(sending.Object, failure, WasSent: false);
        }
        await using (dataSet)
        {
            sending.Request = OutgoingObjectSender.BuildRequest(sending.Object, association.Channel.NextMessageId(), originator);
            try
            {
                await association.Channel.SendObject(context!, sending.Request, dataSet!, cancel);
                return null;
            }
            catch (IOException unreadable) when (unreadable is not AssociationException)
            {
                _pending.Remove(sending);
                await SendAnew(); // half an object is on the wire: what follows opens an association of its own
                return new(sending.Object, new(StatusCode.ProcessingFailure, "The object cannot be read"), WasSent: false);
            }
        }
    }

    /// <summary>What has not been begun.</summary>
    private IEnumerable<IOutgoingObject> Following()
    {
        for (var at = _next; at < _batch.Count; at++) yield return _batch[at];
    }

    private async Task<StoreResult?> Hear(RequestedAssociation association, CancellationToken cancel)
    {
        try
        {
            var response = await association.ReceiveResponse(cancel);
            var sending = _pending.Find(sending => sending.Request?.MessageId == response.MessageIdBeingRespondedTo)
                ?? throw new PduException(AbortReason.UnexpectedParameter, "A response to another request");
            RequestedAssociation.CheckResponse(sending.Request!, response);
            return Judge(sending, response.ToStatus());
        }
        catch (PduException broken)
        {
            throw await association.Fail(broken);
        }
    }

    private StoreResult? Judge(Sending sending, DimseStatus status)
    {
        var mayPass = (status.Code & 0xFF00) == StatusCode.OutOfResources;
        if (!mayPass) _retry = 0;
        else if (_retry < retries.Retries)
        {
            sending.Request = null;
            _pauseReason = "The peer is out of resources.";
            return null;
        }
        _pending.Remove(sending);
        return new(sending.Object, status, WasSent: true);
    }

    /// <summary>Waits before the next try; the association does not wait with us.</summary>
    private async Task Pause(CancellationToken cancel)
    {
        _isCut = false;
        await Close();
        _isCut = true;
        var pause = retries.PauseBefore(++_retry);
        Pausing?.Invoke(pause, _pauseReason!);
        await Task.Delay(pause, time, cancel);
        _pauseReason = null;
    }

    /// <summary>The association is no more: what it left unanswered goes out again on the next.</summary>
    private async Task SendAnew()
    {
        foreach (var sending in _pending) sending.Request = null;
        await Close();
    }

    private async Task Close()
    {
        await _opened.Forget();
        if (_association is not { } open) return;
        _association = null;
        if (!_isCut) await open.Release(CancellationToken.None); // bounded by ResponseSeconds
        await open.DisposeAsync();
    }

    /// <summary>An object on its way; <see cref="Request"/> is null while it is to be sent anew.</summary>
    private sealed class Sending(IOutgoingObject instance)
    {
        internal IOutgoingObject Object { get; } = instance;

        internal CommandSet? Request { get; set; }
    }
}
