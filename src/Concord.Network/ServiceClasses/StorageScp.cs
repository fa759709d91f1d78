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

    /// <param name="logger">Hears of failures of the provider, which the peer then is told as a failed object; null lets them through to the caller.</param>
    internal static async ValueTask Store(
        IStorageProvider? storage, DimseChannel channel, DimseMessage message, AssociationPeer peer, ILogger? logger, CancellationToken cancel)
    {
        var status = FindRefusal(storage, message);
        try
        {
            status ??= await Keep(storage!, channel, message, peer, cancel);
        }
        catch (Exception failed) when (logger is not null
            && failed is not (AssociationException or PduException or OutOfMemoryException) && !cancel.IsCancellationRequested)
        {
            logger.StorageFailed(peer.AssociationNumber, failed);
            status = new(StatusCode.ProcessingFailure, "The object could not be kept");
        }
        while (await channel.NextFragment(cancel)) { } // the answer follows the whole message (PS3.7 §9.1.1.2)
        await channel.Send(message.Context, message.Command.Respond(status), cancel);
    }

    private static async ValueTask<DimseStatus> Keep(
        IStorageProvider storage, DimseChannel channel, DimseMessage message, AssociationPeer peer, CancellationToken cancel)
    {
        var command = message.Command;
        var request = new StoreRequest(
            command.SopClassUid, command.SopInstanceUid, message.Context.TransferSyntax, command.MoveOriginatorAeTitle, command.MoveOriginatorMessageId);
        await using var incoming = await storage.Begin(request, peer, cancel);
        while (await channel.NextFragment(cancel)) await incoming.Append(channel.Fragment, cancel);
        return await incoming.Complete(cancel);
    }

    private static DimseStatus? FindRefusal(IStorageProvider? storage, DimseMessage message)
    {
        var command = message.Command;
        if (SopClass.Of(message.Context.AbstractSyntax, acceptUnknown: true).Kind != ServiceKind.Storage)
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
