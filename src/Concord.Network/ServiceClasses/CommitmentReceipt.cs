using Concord.Dicom.Dictionary;
using Concord.Network.Dimse;

namespace Concord.Network.ServiceClasses;

/// <summary>Takes an N-EVENT-REPORT of Storage Commitment (PS3.4 §J.3.3) and answers it.</summary>
internal static class CommitmentReceipt
{
    internal static async ValueTask Take(ICommitmentReceiver? receiver, DimseChannel channel, DimseMessage message, AssociationPeer peer, CancellationToken cancel)
    {
        var status = await Judge(receiver, channel, message, peer, cancel);
        await channel.Send(message.Context, message.Command.Respond(status), cancel);
    }

    private static async ValueTask<DimseStatus> Judge(
        ICommitmentReceiver? receiver, DimseChannel channel, DimseMessage message, AssociationPeer peer, CancellationToken cancel)
    {
        var (dataSet, refusal) = await CommitmentArgument.Receive(channel, message, cancel);
        if (receiver is null || message.Context is not { PeerIsScp: true } context || context.AbstractSyntax != Uids.StorageCommitmentPushModel) return new(StatusCode.UnrecognizedOperation, "The SOP class has no such operation");
        if (dataSet is null) return refusal!;
        if (message.Command.EventTypeId is not (1 or 2)) return new(StatusCode.NoSuchEventType, "The event is not known", [new(0x0000, 0x1002)]);
        (var report, refusal) = CommitmentDataSets.ReadReport(dataSet);
        return report is null ? refusal! : await receiver.Take(report, peer, cancel);
    }
}
