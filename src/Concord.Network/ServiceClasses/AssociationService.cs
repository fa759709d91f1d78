using Concord.Network.Dimse;
using Concord.Network.UpperLayer;
using Microsoft.Extensions.Logging;

namespace Concord.Network.ServiceClasses;

/// <summary>Serves the operations that a peer invokes on one association, in the order in which they come.</summary>
/// <remarks>C-ECHO and C-STORE are served by the task that receives; a query or retrieve runs beside it, so that a C-CANCEL, and the answers to
/// the C-STOREs of a C-GET, are heard. Another query or retrieve waits for the one before it. With an asynchronous operations window objects are
/// received one after the other, but kept and answered beside the task that receives, in whatever order they are done.</remarks>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "Run never ends without FinishRunning, which disposes")]
internal sealed class AssociationService(
    DimseChannel channel, AssociateRequest request, ServiceProviders providers, AssociationPeer peer, NetworkOptions options, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan DrainIdleLimit = TimeSpan.FromSeconds(1);

    private readonly int _window = OperationsWindow.Performed(request.User.Window, options);
    private readonly Lock _limiting = new();
    private readonly StoresUnderWay _stores = new(OperationsWindow.Performed(request.User.Window, options));
    private TimeSpan _idleLimit = TimeSpan.FromSeconds(options.IdleSeconds);
    private readonly ReportSender _reports = new(channel, options, time);
    private bool _isReceivingObject;
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
            await _stores.Finish();
        }
        finally
        {
            await ends.CancelAsync();
            await FinishRunning();
            await _stores.Finish();
            _stores.Dispose();
            await _reports.End();
        }
    }

    /// <summary>The host shuts down: a peer that has nothing more to say within a second is aborted, one that is busy may go on.</summary>
    internal void Drain()
    {
        _idleLimit = DrainIdleLimit;
        LimitReads();
    }

    /// <summary>The peer may be silent while something of it is under way here, and no longer than the limit when it is its turn.</summary>
    /// <param name="leaves">One of the stores under way has just been answered.</param>
    private void LimitReads(bool leaves = false)
    {
        lock (_limiting)
        {
            if (leaves) _stores.Leave();
            var isOurs = !_isReceivingObject && (_stores.Any || _running is { IsAnswered: false });
            channel.Wire.LimitReads(isOurs ? Timeout.InfiniteTimeSpan : _idleLimit);
        }
    }

    private ValueTask Serve(DimseMessage message, CancellationToken cancel)
    {
        if (message.Command is { IsResponse: false, Field: not (CommandField.NActionRq or CommandField.CCancelRq) }) _reports.CountOther();
        switch (message.Command.Field)
        {
            case CommandField.NActionRq: return CommitmentScp.Act(providers.Commitment, channel, message, _reports, peer, logger, cancel);
            case CommandField.NEventReportRq: return CommitmentReceipt.Take(providers.CommitmentReports, channel, message, peer, cancel);
            case CommandField.NEventReportRsp when _reports.TryDeliver(message.Command): return ValueTask.CompletedTask;
            case CommandField.CEchoRq: return VerificationScp.Echo(channel, message, cancel);
            case CommandField.CStoreRq when _window > 1: return StoreBeside(message, cancel);
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

    /// <summary>Receives the object when there is room in the window; it is kept and answered while the next one comes.</summary>
    private async ValueTask StoreBeside(DimseMessage message, CancellationToken cancel)
    {
        await _stores.Enter(cancel);
        try
        {
            SetReceivingObject(true);
            var (incoming, refusal) = await StorageScp.Receive(providers.Storage, channel, message, peer, logger, cancel);
            SetReceivingObject(false);
            _ = AnswerBeside(incoming, refusal, message, cancel); // ends in Leave, whatever comes; Run awaits that
        }
        catch
        {
            _stores.Leave();
            throw;
        }
    }

    private void SetReceivingObject(bool value)
    {
        lock (_limiting) _isReceivingObject = value;
        LimitReads();
    }

    /// <summary>Begins on the caller's task, so that objects come to the provider in their order, and gives it back when the disk is waited for.</summary>
    private async Task AnswerBeside(IIncomingObject? incoming, DimseStatus? refusal, DimseMessage message, CancellationToken cancel)
    {
        try
        {
            await Beside(async () => await StorageScp.Answer(incoming, refusal, channel, message, peer, logger, cancel), cancel);
        }
        finally
        {
            LimitReads(leaves: true);
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
        LimitReads(); // it is our turn
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

    private Task Perform(DimseMessage message, SopClass sopClass, byte[] identifier, RunningOperation operation, CancellationToken cancel) => Beside(
        async () =>
        {
            if (sopClass.Kind == ServiceKind.Find)
            {
                var relational = AssociationNegotiator.IsRelational(request, message.Context.AbstractSyntax);
                await new QueryScp(providers.Query!, channel, peer, logger).Find(message, sopClass.Model, identifier, relational, operation.Cancelled, cancel);
            }
            else
                await new RetrieveScp(providers.Retrieve!, channel, peer, options, time, logger).Retrieve(message, sopClass.Model, identifier, operation, cancel);
            operation.IsAnswered = true;
            LimitReads(); // the peer's turn again
        },
        cancel);

    /// <summary>Work beside the task that receives: what breaks it ends the association, and that task hears of it.</summary>
    private async Task Beside(Func<Task> work, CancellationToken cancel)
    {
        try
        {
            await work();
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
