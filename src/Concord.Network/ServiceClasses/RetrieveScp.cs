using Concord.Dicom.Encoding;
using Concord.Network.Dimse;
using Microsoft.Extensions.Logging;

namespace Concord.Network.ServiceClasses;

/// <summary>C-MOVE and C-GET of the Query/Retrieve service (PS3.4 §C.4.2, §C.4.3).</summary>
internal sealed class RetrieveScp(
    IRetrieveProvider provider, DimseChannel channel, AssociationPeer peer, NetworkOptions options, TimeProvider time, ILogger logger)
{
    private long _lastPending = time.GetTimestamp();

    /// <summary>Answers one request, whatever comes of it.</summary>
    internal async Task Retrieve(DimseMessage message, InformationModel model, byte[] identifier, RunningOperation operation, CancellationToken cancel)
    {
        DimseStatus refusal;
        try
        {
            var keys = DataSetReader.Read(identifier, message.Context.TransferSyntax);
            RemotePeer? destination = null;
            if (!operation.IsGet && (destination = await FindDestination(message.Command.MoveDestination, cancel)) is null)
                refusal = new(StatusCode.MoveDestinationUnknown, "The move destination is not known");
            else
            {
                var located = await provider.Locate(model, keys, peer, operation.Cancelled);
                refusal = located.Status;
                if (refusal.IsSuccess)
                {
                    await SendAll(message, located.Objects, destination, operation, cancel);
                    return;
                }
            }
        }
        catch (DicomFormatException)
        {
            refusal = new(StatusCode.UnableToProcess, "The identifier is no data set");
        }
        catch (OperationCanceledException) when (operation.Cancelled.IsCancellationRequested || cancel.IsCancellationRequested)
        {
            refusal = DimseStatus.Cancel;
        }
        catch (Exception failed) when (failed is not AssociationException and not OutOfMemoryException)
        {
            logger.OperationFailed(peer.AssociationNumber, failed);
            refusal = new(StatusCode.UnableToProcess, "The retrieve failed here");
        }
        operation.IsAnswered = true;
        await channel.Send(message.Context, message.Command.Respond(refusal), cancel);
    }

    private async ValueTask<RemotePeer?> FindDestination(string? aeTitle, CancellationToken cancel) =>
        string.IsNullOrEmpty(aeTitle) ? null : await provider.FindDestination(aeTitle, cancel);

    private async Task SendAll(
        DimseMessage message, IReadOnlyList<IOutgoingObject> objects, RemotePeer? destination, RunningOperation operation, CancellationToken cancel)
    {
        var counter = new SubOperationCounter(objects.Count);
        if (destination is null) await GetAll(message, objects, counter, operation, cancel);
        else await MoveAll(message, objects, destination, counter, operation, cancel);
        var cancelled = operation.Cancelled.IsCancellationRequested;
        var status = counter.FinalStatus(cancelled);
        var failed = counter.FailedList(message.Context.TransferSyntax);
        var response = message.Command.Respond(status, hasDataSet: failed is not null);
        response.SubOperations = counter.Final(status.Code == DimseStatus.Cancel.Code);
        operation.IsAnswered = true;
        if (failed is null) await channel.Send(message.Context, response, cancel);
        else await channel.Send(message.Context, response, failed, cancel);
    }

    private async Task GetAll(DimseMessage message, IReadOnlyList<IOutgoingObject> objects, SubOperationCounter counter, RunningOperation operation, CancellationToken cancel)
    {
        await using var opened = new OpenedAhead();
        for (var at = 0; at < objects.Count; at++)
        {
            if (operation.Cancelled.IsCancellationRequested) return;
            counter.Count(objects[at].SopInstanceUid, await Get(objects[at], objects.Skip(at + 1), opened, operation, cancel));
            await TellProgress(message, counter, cancel);
        }
    }

    /// <summary>One C-STORE on the association of the C-GET itself.</summary>
    private async Task<DimseStatus> Get(IOutgoingObject instance, IEnumerable<IOutgoingObject> following, OpenedAhead opened, RunningOperation operation, CancellationToken cancel)
    {
        var (context, dataSet, failure) = await opened.Open(instance, following, channel.Contexts, cancel);
        if (failure is not null) return failure;
        await using (dataSet)
        {
            var request = OutgoingObjectSender.BuildRequest(instance, channel.NextMessageId(), null);
            await channel.SendObject(context!, request, dataSet!, cancel);
            channel.Wire.LimitReads(TimeSpan.FromSeconds(options.ResponseSeconds)); // the peer's turn: silence ends the association
            var response = await operation.ReceiveResponse(cancel);
            channel.Wire.LimitReads(Timeout.InfiniteTimeSpan);
            RequestedAssociation.CheckResponse(request, response);
            return response.ToStatus();
        }
    }

    private async Task MoveAll(
        DimseMessage message, IReadOnlyList<IOutgoingObject> objects, RemotePeer destination, SubOperationCounter counter, RunningOperation operation,
        CancellationToken cancel)
    {
        var originator = new MoveOriginator(peer.CallingAeTitle, message.Command.MessageId ?? 0);
        var left = new HashSet<IOutgoingObject>(objects, ReferenceEqualityComparer.Instance);
        await using var storage = new StorageScu(destination, options, RetryPolicy.ForMove(options), time);
        try
        {
            await foreach (var result in storage.Send(objects, originator, cancel))
            {
                counter.Count(result.Object.SopInstanceUid, result.Status);
                left.Remove(result.Object);
                await TellProgress(message, counter, cancel);
                if (operation.Cancelled.IsCancellationRequested) return;
            }
        }
        catch (AssociationException broken) when (channel.Wire.State == UpperLayer.AssociationState.Sta6)
        {
            logger.SubAssociationFailed(peer.AssociationNumber, broken.Failure);
            foreach (var instance in objects.Where(left.Contains)) counter.Count(instance.SopInstanceUid, new(StatusCode.OutOfResourcesSubOperations));
        }
    }

    /// <summary>A pending response, but not more often than the options say.</summary>
    private async ValueTask TellProgress(DimseMessage message, SubOperationCounter counter, CancellationToken cancel)
    {
        if (time.GetElapsedTime(_lastPending) < TimeSpan.FromSeconds(options.PendingResponseSeconds)) return;
        _lastPending = time.GetTimestamp();
        var response = message.Command.Respond(DimseStatus.Pending);
        response.SubOperations = counter.Pending();
        await channel.Send(message.Context, response, cancel);
    }
}
