using System.Runtime.CompilerServices;
using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Network.Dimse;
using Concord.Network.UpperLayer;

namespace Concord.Network.ServiceClasses;

/// <summary>One operation of ours that is answered by several responses, on an association of its own: C-FIND, C-MOVE, C-GET.</summary>
internal sealed class Invocation(RequestedAssociation association, Uid sopClass, NetworkOptions options, TimeProvider time)
{
    private const int CancelSeconds = 10; // how long a cancelled operation may take to end before it is aborted

    private readonly DimseChannel _channel = association.Channel;
    private readonly AssociationPeer _self = new(0, association.Peer.AeTitle, options.AeTitle, association.Peer.Host);

    /// <summary>The responses up to the last; then the association is released. Cancelled or abandoned, the operation is ended by C-CANCEL (PS3.7 §9.3.2.3).</summary>
    /// <param name="storage">Takes the C-STORE sub-operations of a C-GET.</param>
    internal async IAsyncEnumerable<(CommandSet Command, byte[]? DataSet, TransferSyntax Syntax)> Run(
        CommandSet request, DataSet identifier, IStorageProvider? storage, [EnumeratorCancellation] CancellationToken cancel)
    {
        var context = association.RequireContext(sopClass);
        request.MessageId = _channel.NextMessageId();
        await _channel.Send(context, request, DataSetWriter.ToArray(identifier, context.TransferSyntax), cancel);
        var isOver = false;
        try
        {
            while (!isOver)
            {
                var response = await Next(request, storage, cancel);
                isOver = !response.Command.ToStatus().IsPending;
                yield return response;
            }
        }
        finally
        {
            if (!isOver) await CancelOperation(context, request, storage);
        }
        await association.Release(cancel);
    }

    /// <summary>The next response to the request; C-STORE requests before it are served.</summary>
    private async Task<(CommandSet Command, byte[]? DataSet, TransferSyntax Syntax)> Next(CommandSet request, IStorageProvider? storage, CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                association.LimitAnswer(options.IdleSeconds);
                if (await _channel.Receive(cancel) is not { } message)
                    throw new AssociationException(AssociationFailure.Released, "The peer asked for release instead of answering.");
                if (message.Command.Field == CommandField.CStoreRq && storage is not null)
                {
                    await StorageScp.Store(storage, _channel, message, _self, logger: null, cancel);
                    continue;
                }
                RequestedAssociation.CheckResponse(request, message.Command);
                var dataSet = message.Command.HasDataSet ? await _channel.ReceiveIdentifier(cancel) : null;
                return (message.Command, dataSet, message.Context.TransferSyntax);
            }
        }
        catch (PduException broken)
        {
            throw await association.Fail(broken);
        }
    }

    /// <summary>Sends C-CANCEL, lets what is under way come to its end, and releases; aborts when that takes too long or goes wrong.</summary>
    private async Task CancelOperation(PresentationContext context, CommandSet request, IStorageProvider? storage)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(CancelSeconds), time);
        try
        {
            var cancelRequest = new CommandSet { Field = CommandField.CCancelRq, MessageIdBeingRespondedTo = request.MessageId };
            await _channel.Send(context, cancelRequest, limit.Token);
            while ((await Next(request, storage, limit.Token)).Command.ToStatus().IsPending) { }
            await association.Release(limit.Token);
        }
        catch (Exception failed) when (failed is AssociationException or OperationCanceledException)
        {
            await association.Abort();
        }
    }
}
