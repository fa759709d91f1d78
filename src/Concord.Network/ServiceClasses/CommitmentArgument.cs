using System.Buffers;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Network.Dimse;

namespace Concord.Network.ServiceClasses;

/// <summary>What N-ACTION and N-EVENT-REPORT of Storage Commitment have in common: whom they name, and their data set (PS3.7 §10.1.1, §10.1.4).</summary>
internal static class CommitmentArgument
{
    /// <summary>Longest data set taken, bytes: some hundred thousand references.</summary>
    internal const int MaxLength = 16 << 20;

    private static readonly Tag RequestedSopClassUid = new(0x0000, 0x0003), RequestedSopInstanceUid = new(0x0000, 0x1001);

    /// <summary>Receives the message's data set whole; null with why when the message is not one of the service.</summary>
    internal static async ValueTask<(DataSet? DataSet, DimseStatus? Refusal)> Receive(DimseChannel channel, DimseMessage message, CancellationToken cancel)
    {
        var gathered = new ArrayBufferWriter<byte>();
        var refusal = FindRefusal(message.Command);
        while (await channel.NextFragment(cancel))
        {
            if (refusal is not null) continue;
            if (gathered.WrittenCount + channel.Fragment.Length > MaxLength) refusal = new(StatusCode.ResourceLimitation, "Too much is named at once");
            else foreach (var part in channel.Fragment) gathered.Write(part.Span);
        }
        if (refusal is not null) return (null, refusal);
        try
        {
            return (DataSetReader.Read(gathered.WrittenSpan.ToArray(), message.Context.TransferSyntax), null);
        }
        catch (DicomFormatException)
        {
            return (null, new(StatusCode.ProcessingFailure, "The data set cannot be read"));
        }
    }

    private static DimseStatus? FindRefusal(CommandSet command)
    {
        if (command.SopClassUid != Uids.StorageCommitmentPushModel) return new(StatusCode.NoSuchSopClass, "SOP class is not the presentation context's", [RequestedSopClassUid]);
        if (command.SopInstanceUid != Uids.StorageCommitmentPushModelInstance) return new(StatusCode.NoSuchSopInstance, "Not the well-known SOP instance", [RequestedSopInstanceUid]);
        return command.HasDataSet ? null : new(StatusCode.MistypedArgument, "There is no data set");
    }
}
