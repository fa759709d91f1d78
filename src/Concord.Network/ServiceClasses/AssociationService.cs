using Concord.Network.Dimse;
using Concord.Network.UpperLayer;
using Microsoft.Extensions.Logging;

namespace Concord.Network.ServiceClasses;

/// <summary>Serves the operations that a peer invokes on one association, in the order in which they come.</summary>
/// <remarks>C-ECHO and C-STORE are served by the task that receives; a query or retrieve runs beside it, so that a C-CANCEL, and the answers to
/// the C-STOREs of a C-GET, are heard. Another query or retrieve waits for the one before it.</remarks>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "Run never ends without FinishRunning, which disposes")]
internal sealed class AssociationService(
    DimseChannel channel, AssociateRequest request, ServiceProviders providers, AssociationPeer peer, NetworkOptions options, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan DrainIdleLimit = TimeSpan.FromSeconds(1);

    private TimeSpan _idleLimit = TimeSpan.FromSeconds(options.IdleSeconds);
    private RunningOperation? _running;

    /// <summary>Runs until the peer asks for release; what was under way then is cancelled and answered first.</summary>
    /// <exception cref="AssociationException">The association ended otherwise.</exception>
    /// <exception cref="PduException">The peer sent what is no message.</exception>
    internal async Task Run(CancellationToken cancel)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        channel.Wire.LimitReads(_idleLimit);
        try
        {
            while (await channel.Receive(cancel) is { } message) await Serve(message, ends.Token);
            _running?.Cancel();
            await FinishRunning();
        }
        finally
        {
            await ends.CancelAsync();
            await FinishRunning();
        }
    }

    /// <summary>The host shuts down: a peer that has nothing more to say within a second is aborted, one that is busy may go on.</summary>
    internal void Drain()
    {
        _idleLimit = DrainIdleLimit;
        if (_running is null or { IsAnswered: true }) channel.Wire.LimitReads(_idleLimit);
    }

    private ValueTask Serve(DimseMessage message, CancellationToken cancel)
    {
        switch (message.Command.Field)
        {
            case CommandField.CEchoRq: return VerificationScp.Echo(channel, message, cancel);
            case CommandField.CStoreRq: return StorageScp.Store(providers.Storage, channel, message, peer, logger, cancel);
            case CommandField.CFindRq or CommandField.CMoveRq or CommandField.CGetRq: return Start(message, cancel);
            case CommandField.CCancelRq:
                _running?.Cancel(message.Command.MessageIdBeingRespondedTo);
                return ValueTask.CompletedTask;
            case CommandField.CStoreRsp when _running is { IsGet: true } get && get.TryDeliver(message.Command):
                return ValueTask.CompletedTask;
            case var field when (field & CommandField.Response) != 0:
                throw new PduException(AbortReason.UnexpectedParameter, "A response to nothing");
            default: return Refuse(message, new(StatusCode.UnrecognizedOperation, "The operation is not served"), cancel);
        }
    }

    private async ValueTask Start(DimseMessage message, CancellationToken cancel)
    {
        var sopClass = SopClass.Of(message.Context.AbstractSyntax, acceptUnknown: false);
        if (FindRefusal(message, sopClass.Kind) is { } refusal)
        {
            await Refuse(message, refusal, cancel);
            return;
        }
        var identifier = await channel.ReceiveIdentifier(cancel);
        await FinishRunning();
        var operation = _running = new(message, cancel);
        channel.Wire.LimitReads(Timeout.InfiniteTimeSpan); // it is our turn
        operation.Start(() => Perform(message, sopClass, identifier, operation, cancel));
    }

    private DimseStatus? FindRefusal(DimseMessage message, ServiceKind kind)
    {
        var fits = (message.Command.Field, kind) is
            (CommandField.CFindRq, ServiceKind.Find) or (CommandField.CMoveRq, ServiceKind.Move) or (CommandField.CGetRq, ServiceKind.Get);
        if (!fits) return new(StatusCode.UnrecognizedOperation, "The SOP class has no such operation");
        if (!message.Command.HasDataSet) return new(StatusCode.MistypedArgument, "There is no identifier");
        if (_running is { IsGet: true, IsAnswered: false }) return new(StatusCode.OutOfResourcesSubOperations, "A C-GET is still under way");
        return null;
    }

    private async Task Perform(DimseMessage message, SopClass sopClass, byte[] identifier, RunningOperation operation, CancellationToken cancel)
    {
        try
        {
            if (sopClass.Kind == ServiceKind.Find)
            {
                var relational = AssociationNegotiator.IsRelational(request, message.Context.AbstractSyntax);
                await new QueryScp(providers.Query!, channel, peer, logger).Find(message, sopClass.Model, identifier, relational, operation.Cancelled, cancel);
            }
            else
                await new RetrieveScp(providers.Retrieve!, channel, peer, options, time, logger).Retrieve(message, sopClass.Model, identifier, operation, cancel);
            operation.IsAnswered = true;
            channel.Wire.LimitReads(_idleLimit); // the peer's turn again
        }
        catch (PduException broken)
        {
            await channel.Wire.Abort();
            logger.AssociationBroken(peer.AssociationNumber, broken.Reason, broken.Message);
        }
        catch (IOException ended)
        {
            await channel.Wire.Abort(); // half a message may be on the wire; nothing, when the peer has ended the association
            logger.OperationBroken(peer.AssociationNumber, (ended as AssociationException)?.Failure);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            await channel.Wire.Abort();
        }
    }

    private async ValueTask FinishRunning()
    {
        if (_running is not { } running) return;
        _running = null;
        await running.Finish();
    }

    private async ValueTask Refuse(DimseMessage message, DimseStatus status, CancellationToken cancel)
    {
        while (await channel.NextFragment(cancel)) { }
        await channel.Send(message.Context, message.Command.Respond(status), cancel);
    }
}
