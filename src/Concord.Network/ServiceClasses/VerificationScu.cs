using Concord.Dicom.Dictionary;
using Concord.Network.Dimse;
using Concord.Network.UpperLayer;

namespace Concord.Network.ServiceClasses;

/// <summary>Verification service as user (PS3.4 §A).</summary>
internal static class VerificationScu
{
    internal static async Task<DimseStatus> Echo(RemotePeer peer, NetworkOptions options, TimeProvider time, CancellationToken cancel)
    {
        await using var association = await RequestedAssociation.Open(
            peer, [new(Uids.Verification, ContextProposal.Native)], relational: false, options, time, cancel);
        var context = association.RequireContext(Uids.Verification);
        var request = new CommandSet { Field = CommandField.CEchoRq, MessageId = association.Channel.NextMessageId(), SopClassUid = Uids.Verification };
        try
        {
            await association.Channel.Send(context, request, cancel);
            var status = await association.ReceiveResponse(request, cancel);
            await association.Release(cancel);
            return status;
        }
        catch (PduException broken)
        {
            throw await association.Fail(broken);
        }
    }
}
