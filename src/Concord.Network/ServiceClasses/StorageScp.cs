using Concord.Dicom.DataElements;
using Concord.Network.Dimse;
using Concord.Network.UpperLayer;
using Microsoft.Extensions.Logging;

namespace Concord.Network.ServiceClasses;

/// <summary>Storage service (PS3.4 §B): hands the data set's bytes to the storage provider as they come and answers with its status.</summary>
internal static class StorageScp
{
    private static readonly Tag AffectedSopClassUid = new(0x0000, 0x0002);
    private static readonly Tag AffectedSopInstanceUid = new(0x0000, 0x1000);

    /// <summary>Receives one object, keeps it and answers.</summary>
    /// <param name="logger">Hears of failures of the provider, which the peer then is told as a failed object; null lets them through to the caller.</param>
    internal static async ValueTask Store(
        IStorageProvider? storage, DimseChannel channel, DimseMessage message, AssociationPeer peer, ILogger? logger, CancellationToken cancel)
    {
        var (incoming, refusal) = await Receive(storage, channel, message, peer, logger, cancel);
        await Answer(incoming, refusal, channel, message, peer, logger, cancel);
    }

    /// <summary>Hands the whole data set over, or drops it when the object is refused: what is left to do is <see cref="Answer"/>.</summary>
    internal static async ValueTask<(IIncomingObject? Incoming, DimseStatus? Refusal)> Receive(
        IStorageProvider? storage, DimseChannel channel, DimseMessage message, AssociationPeer peer, ILogger? logger, CancellationToken cancel)
    {
        var refusal = FindRefusal(storage, message);
        IIncomingObject? incoming = null;
        try
        {
            try
            {
                if (refusal is null)
                {
                    incoming = await storage!.Begin(RequestOf(message), peer, cancel);
                    while (await channel.NextFragment(cancel)) await incoming.Append(channel.Fragment, cancel);
                }
            }
            catch (Exception failed) when (logger is not null && IsOfProvider(failed, cancel))
            {
                refusal = Failed(failed, peer, logger);
            }
            while (await channel.NextFragment(cancel)) { } // the answer follows the whole message (PS3.7 §9.1.1.2)
        }
        catch
        {
            if (incoming is not null) await incoming.DisposeAsync();
            throw;
        }
        return (incoming, refusal);
    }

    /// <summary>Keeps what was received and sends the C-STORE-RSP.</summary>
    internal static async ValueTask Answer(
        IIncomingObject? incoming, DimseStatus? refusal, DimseChannel channel, DimseMessage message, AssociationPeer peer, ILogger? logger, CancellationToken cancel)
    {
        DimseStatus status;
        try
        {
            await using (incoming) status = refusal ?? await incoming!.Complete(cancel);
        }
        catch (Exception failed) when (logger is not null && IsOfProvider(failed, cancel))
        {
            status = Failed(failed, peer, logger);
        }
        await channel.Send(message.Context, message.Command.Respond(status), cancel);
    }

    private static StoreRequest RequestOf(DimseMessage message)
    {
        var command = message.Command;
        return new(command.SopClassUid, command.SopInstanceUid, message.Context.TransferSyntax, command.MoveOriginatorAeTitle, command.MoveOriginatorMessageId);
    }

    private static bool IsOfProvider(Exception failed, CancellationToken cancel) =>
        failed is not (AssociationException or PduException or OutOfMemoryException) && !cancel.IsCancellationRequested;

    private static DimseStatus Failed(Exception failed, AssociationPeer peer, ILogger logger)
    {
        logger.StorageFailed(peer.AssociationNumber, failed);
        return new(StatusCode.ProcessingFailure, "The object could not be kept");
    }

    private static DimseStatus? FindRefusal(IStorageProvider? storage, DimseMessage message)
    {
        var command = message.Command;
        if (!message.Context.IsStorage && SopClass.Of(message.Context.AbstractSyntax, acceptUnknown: true).Kind != ServiceKind.Storage)
            return new(StatusCode.UnrecognizedOperation, "The SOP class has no such operation");
        if (storage is null) return new(StatusCode.SopClassNotSupported, "Nothing is stored here");
        if (!command.HasDataSet) return new(StatusCode.MistypedArgument, "C-STORE without a data set");
        if (command.SopClassUid.IsNone) return new(StatusCode.DoesNotMatchSopClass, "Affected SOP Class UID is no UID", [AffectedSopClassUid]);
        if (command.SopInstanceUid.IsNone) return new(StatusCode.DoesNotMatchSopClass, "Affected SOP Instance UID is no UID", [AffectedSopInstanceUid]);
        if (command.SopClassUid != message.Context.AbstractSyntax)
            return new(StatusCode.SopClassNotSupported, "SOP class is not the presentation context's", [AffectedSopClassUid]);
        return null;
    }
}
