using Concord.Dicom.DataElements;
using Concord.Network.Dimse;

namespace Concord.Network.ServiceClasses;

/// <summary>Storage service (PS3.4 §B): hands the data set's bytes to the storage provider as they come and answers with its status.</summary>
internal static class StorageScp
{
    private static readonly Tag AffectedSopClassUid = new(0x0000, 0x0002);
    private static readonly Tag AffectedSopInstanceUid = new(0x0000, 0x1000);

    internal static async ValueTask Store(IStorageProvider? storage, DimseChannel channel, DimseMessage message, AssociationPeer peer, CancellationToken cancel)
    {
        var status = FindRefusal(storage, message);
        if (status is not null)
        {
            while (await channel.NextFragment(cancel)) { } // the answer follows the whole message (PS3.7 §9.1.1.2)
        }
        else
        {
            var command = message.Command;
            var request = new StoreRequest(
                command.SopClassUid, command.SopInstanceUid, message.Context.TransferSyntax, command.MoveOriginatorAeTitle, command.MoveOriginatorMessageId);
            await using var incoming = await storage!.Begin(request, peer, cancel);
            while (await channel.NextFragment(cancel)) await incoming.Append(channel.Fragment, cancel);
            status = await incoming.Complete(cancel);
        }
        await channel.Send(message.Context, message.Command.Respond(status), cancel);
    }

    private static DimseStatus? FindRefusal(IStorageProvider? storage, DimseMessage message)
    {
        var command = message.Command;
        if (storage is null) return new(StatusCode.SopClassNotSupported, "Nothing is stored here");
        if (!command.HasDataSet) return new(StatusCode.MistypedArgument, "C-STORE without a data set");
        if (command.SopClassUid.IsNone) return new(StatusCode.DoesNotMatchSopClass, "Affected SOP Class UID is no UID", [AffectedSopClassUid]);
        if (command.SopInstanceUid.IsNone) return new(StatusCode.DoesNotMatchSopClass, "Affected SOP Instance UID is no UID", [AffectedSopInstanceUid]);
        if (command.SopClassUid != message.Context.AbstractSyntax)
            return new(StatusCode.SopClassNotSupported, "SOP class is not the presentation context's", [AffectedSopClassUid]);
        return null;
    }
}
