using Concord.Dicom.Encoding;
using Concord.Network.Dimse;

namespace Concord.Network.ServiceClasses;

/// <summary>Chooses how an object goes out: as it lies where the peer accepts that, else as it came, else in the best other syntax that it may become.</summary>
internal static class OutgoingObjectSender
{
    /// <summary>A context for the object with its opened data set, or the status of the failed sub-operation.</summary>
    internal static async ValueTask<(PresentationContext? Context, Stream? DataSet, DimseStatus? Failure)> Open(
        IOutgoingObject instance, IReadOnlyList<PresentationContext> contexts, CancellationToken cancel)
    {
        try
        {
            var others = new List<PresentationContext>();
            foreach (var context in contexts)
            {
                if (!context.PeerIsScp || context.AbstractSyntax != instance.SopClassUid) continue;
                if (context.TransferSyntax.Uid != instance.TransferSyntax.Uid) others.Add(context);
                else if (await instance.OpenDataSet(instance.TransferSyntax, cancel) is { } asItLies) return (context, asItLies, null);
            }
            foreach (var other in others.OrderBy(context => context.TransferSyntax.Uid == instance.CameIn.Uid ? -1 : Rank(context.TransferSyntax)))
            {
                if (instance.MayBecome(other.TransferSyntax) && await instance.OpenDataSet(other.TransferSyntax, cancel) is { } reencoded) return (other, reencoded, null);
            }
            return (null, null, new(StatusCode.SopClassNotSupported, "No accepted presentation context fits the object"));
        }
        catch (UnsendableException unsendable)
        {
            return (null, null, unsendable.Status);
        }
        catch (IOException)
        {
            return (null, null, new(StatusCode.ProcessingFailure, "The object cannot be read"));
        }
    }

    internal static CommandSet BuildRequest(IOutgoingObject instance, ushort messageId, MoveOriginator? originator) => new()
    {
        Field = CommandField.CStoreRq,
        MessageId = messageId,
        SopClassUid = instance.SopClassUid,
        SopInstanceUid = instance.SopInstanceUid,
        HasDataSet = true,
        MoveOriginatorAeTitle = originator?.AeTitle,
        MoveOriginatorMessageId = originator?.MessageId,
    };

    /// <summary>Explicit little endian keeps most; big endian comes late, and compressing anew last.</summary>
    private static int Rank(TransferSyntax syntax) => syntax switch
    {
        { IsEncapsulated: true } => 4,
        { IsBigEndian: true } => 3,
        { IsDeflated: true } => 2,
        { IsExplicitVr: true } => 0,
        _ => 1,
    };
}
