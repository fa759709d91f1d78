using Concord.Network.Dimse;
using Concord.Network.UpperLayer;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Logging;

namespace Concord.Network.ServiceClasses;

/// <summary>Takes transport connections, negotiates, serves, and ends every association in order (PS3.8 §7).</summary>
internal sealed class AssociationAcceptor
{
    private static readonly TimeSpan CloseLimitOnShutdown = TimeSpan.FromSeconds(1);

    private readonly NetworkOptions _options;
    private readonly ServiceProviders _providers;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CallerLedger? _callers;
    private readonly AssociationLimits _limits;
    private readonly AssociationGate _gate;
    private readonly AssociationNegotiator _negotiator;
    private long _lastNumber;

    internal AssociationAcceptor(NetworkOptions options, ServiceProviders providers, TimeProvider time, ILogger logger, IAssociationAuthenticator? authenticator = null, CallerLedger? callers = null)
    {
        (_options, _providers, _time, _logger, _callers) = (options, providers, time, logger, callers);
        _limits = new(options);
        _gate = new(options, _limits, authenticator, logger);
        _negotiator = new(options, providers);
    }

    /// <summary>Serves one connection until both sides are done with it.</summary>
    internal async Task Run(ConnectionContext connection)
    {
        var caller = Caller.Of(connection);
        var number = Interlocked.Increment(ref _lastNumber);
        var entered = _limits.TryEnter(caller.Address);
        if (!entered && !_limits.TryBeginRefusal())
        {
            connection.Abort(new ConnectionAbortedException("Too many connections"));
            return;
        }
        await using var wire = new UpperLayerConnection(connection, isRequestor: false, _options, _time);
        try
        {
            wire.Open();
            await Serve(wire, connection, number, caller, entered);
        }
        catch (AssociationException ended)
        {
            _logger.AssociationEnded(number, ended.Failure);
        }
        finally
        {
            if (entered) _limits.Leave(caller.Address);
            else _limits.EndRefusal();
        }
    }

    private async Task Serve(UpperLayerConnection wire, ConnectionContext connection, long number, Caller caller, bool entered)
    {
        using var drain = new DrainTimer(connection, TimeSpan.FromSeconds(_options.DrainSeconds), _time);
        try
        {
            if ((await wire.Receive(drain.Token)).Request is { } request) await Decide(wire, request, number, caller, entered, drain);
            else if (wire.IsTls) _logger.TlsOnPlainPort(number);
        }
        catch (PduException broken)
        {
            _logger.AssociationBroken(number, broken.Reason, broken.Message);
            await wire.Fail(broken.Reason);
        }
        catch (AssociationException ended)
        {
            _logger.AssociationEnded(number, ended.Failure);
            if (ended.Failure == AssociationFailure.Released) await wire.RespondRelease(drain.Token);
            else await wire.Abort();
        }
        catch (OperationCanceledException) when (drain.Token.IsCancellationRequested)
        {
            _logger.AssociationDrained(number);
            await wire.Abort();
        }
        catch (Exception failed) when (failed is not OutOfMemoryException)
        {
            _logger.AssociationFailed(number, failed); // a provider of ours failed: the peer hears of it, and keeps what was not acknowledged
            await wire.Abort();
        }
        await AwaitClose(wire, drain.Asked);
    }

    /// <summary>Rejects the request, or accepts it and serves the association to its end.</summary>
    private async ValueTask Decide(UpperLayerConnection wire, AssociateRequest request, long number, Caller caller, bool entered, DrainTimer drain)
    {
        var admission = entered ? await _gate.Ask(request, caller, number, drain.Token) : new(AssociateReject.LocalLimitExceeded);
        _callers?.Note(request, caller, admission.Rejection is null);
        if (admission.Rejection is { } rejection)
        {
            _logger.AssociationRejected(number, rejection.Result, rejection.Source, rejection.Reason);
            await wire.Reject(rejection, drain.Token);
            return;
        }
        try
        {
            await Serve(wire, request, PeerOf(request, number, caller, admission), admission.Terms!, drain);
        }
        finally
        {
            _limits.LeaveTitle(request.CallingAeTitle);
        }
    }

    private async ValueTask Serve(UpperLayerConnection wire, AssociateRequest request, AssociationPeer peer, AssociationTerms terms, DrainTimer drain)
    {
        var (accept, contexts) = _negotiator.Accept(request, terms.PreferredTransferSyntaxes);
        if (peer.User.Length > 0 && request.User.Identity is { PositiveResponseRequested: true })
            accept = accept with { User = accept.User with { IdentityResponse = [] } };
        wire.PeerMaxLength = request.User.MaxLength;
        await wire.Accept(accept, drain.Token);
        using var channel = new DimseChannel(wire, contexts);
        _logger.AssociationAccepted(peer.AssociationNumber, contexts.Count);
        var service = new AssociationService(channel, request, _providers, peer, _options, _time, _logger);
        using var asked = drain.Asked.UnsafeRegister(static state => ((AssociationService)state!).Drain(), service);
        await service.Run(drain.Token);
        await wire.RespondRelease(drain.Token);
        _logger.AssociationReleased(peer.AssociationNumber);
    }

    private static AssociationPeer PeerOf(AssociateRequest request, long number, Caller caller, Admission admission) =>
        new(number, request.CallingAeTitle, request.CalledAeTitle, caller.Address)
        {
            User = admission.User,
            IsEncrypted = caller.IsEncrypted,
            CertificateThumbprint = caller.Thumbprint,
            ImplementationClassUid = CallerLedger.Cut(request.User.ImplementationClassUid, CallerLedger.MaxUid),
            ImplementationVersionName = CallerLedger.Cut(request.User.ImplementationVersionName, CallerLedger.MaxName),
        };

    /// <summary>Sta13: the peer closes, or ARTIM ends it; a host that shuts down does not wait that long.</summary>
    private static async ValueTask AwaitClose(UpperLayerConnection wire, CancellationToken drains)
    {
        wire.LimitReads(Timeout.InfiniteTimeSpan);
        using var asked = drains.UnsafeRegister(static wire => ((UpperLayerConnection)wire!).LimitReads(CloseLimitOnShutdown), wire);
        while (!wire.IsClosed && (await wire.Receive(CancellationToken.None)).Kind != IndicationKind.Closed) { }
    }

    /// <summary>Cancels some time after the host asks for the connection's end: running work may finish first.</summary>
    private sealed class DrainTimer : IDisposable
    {
        private readonly CancellationTokenSource _expired;
        private readonly ITimer _timer;
        private readonly CancellationTokenRegistration _asked;

        internal DrainTimer(ConnectionContext connection, TimeSpan patience, TimeProvider time)
        {
            _expired = new();
            _timer = time.CreateTimer(static source => ((CancellationTokenSource)source!).Cancel(), _expired, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Asked = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? CancellationToken.None;
            _asked = Asked.UnsafeRegister(_ => _timer.Change(patience, Timeout.InfiniteTimeSpan), null);
        }

        /// <summary>The host has asked.</summary>
        internal CancellationToken Asked { get; }

        /// <summary>Its patience is over.</summary>
        internal CancellationToken Token => _expired.Token;

        public void Dispose()
        {
            _asked.Dispose();
            _timer.Dispose();
            _expired.Dispose();
        }
    }
}
