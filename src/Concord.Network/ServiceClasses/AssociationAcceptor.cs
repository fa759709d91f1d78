using System.Net;
using Concord.Network.Dimse;
using Concord.Network.UpperLayer;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Logging;

namespace Concord.Network.ServiceClasses;

/// <summary>Takes transport connections, negotiates, serves, and ends every association in order (PS3.8 §7).</summary>
internal sealed class AssociationAcceptor(NetworkOptions options, ServiceProviders providers, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan CloseLimitOnShutdown = TimeSpan.FromSeconds(1);

    private readonly AssociationLimits _limits = new(options);
    private readonly AssociationNegotiator _negotiator = new(options, providers);
    private long _lastNumber;

    /// <summary>Serves one connection until both sides are done with it.</summary>
    internal async Task Run(ConnectionContext connection)
    {
        var address = AddressOf(connection.RemoteEndPoint);
        var number = Interlocked.Increment(ref _lastNumber);
        var entered = _limits.TryEnter(address);
        if (!entered && !_limits.TryBeginRefusal())
        {
            connection.Abort(new ConnectionAbortedException("Too many connections"));
            return;
        }
        await using var wire = new UpperLayerConnection(connection, isRequestor: false, options, time);
        try
        {
            wire.Open();
            await Serve(wire, connection, number, address, entered);
        }
        catch (AssociationException ended)
        {
            logger.AssociationEnded(number, ended.Failure);
        }
        finally
        {
            if (entered) _limits.Leave(address);
            else _limits.EndRefusal();
        }
    }

    private static string AddressOf(EndPoint? peer) => peer is not IPEndPoint { Address: var address } ? ""
        : address.IsIPv4MappedToIPv6 ? address.MapToIPv4().ToString() : address.ToString();

    private async Task Serve(UpperLayerConnection wire, ConnectionContext connection, long number, string address, bool entered)
    {
        using var drain = new DrainTimer(connection, TimeSpan.FromSeconds(options.DrainSeconds), time);
        try
        {
            var indication = await wire.Receive(drain.Token);
            if (indication.Request is { } request && await Negotiate(wire, request, entered, drain.Token) is { } negotiated)
            {
                using var channel = negotiated;
                var peer = new AssociationPeer(number, request.CallingAeTitle, request.CalledAeTitle, address);
                logger.AssociationAccepted(number, channel.Contexts.Count);
                var service = new AssociationService(channel, request, providers, peer, options, time, logger);
                using var asked = drain.Asked.UnsafeRegister(static state => ((AssociationService)state!).Drain(), service);
                await service.Run(drain.Token);
                await wire.RespondRelease(drain.Token);
                logger.AssociationReleased(number);
            }
        }
        catch (PduException broken)
        {
            logger.AssociationBroken(number, broken.Reason, broken.Message);
            await wire.Fail(broken.Reason);
        }
        catch (AssociationException ended)
        {
            logger.AssociationEnded(number, ended.Failure);
            if (ended.Failure == AssociationFailure.Released) await wire.RespondRelease(drain.Token);
            else await wire.Abort();
        }
        catch (OperationCanceledException) when (drain.Token.IsCancellationRequested)
        {
            logger.AssociationDrained(number);
            await wire.Abort();
        }
        catch (Exception failed) when (failed is not OutOfMemoryException)
        {
            logger.AssociationFailed(number, failed); // a provider of ours failed: the peer hears of it, and keeps what was not acknowledged
            await wire.Abort();
        }
        await AwaitClose(wire, drain.Asked);
    }

    private async ValueTask<DimseChannel?> Negotiate(UpperLayerConnection wire, AssociateRequest request, bool entered, CancellationToken cancel)
    {
        if ((entered ? _negotiator.FindRejection(request) : AssociateReject.LocalLimitExceeded) is { } rejection)
        {
            await wire.Reject(rejection, cancel);
            return null;
        }
        var (accept, contexts) = _negotiator.Accept(request);
        wire.PeerMaxLength = request.User.MaxLength;
        await wire.Accept(accept, cancel);
        return new DimseChannel(wire, contexts);
    }

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
