using Concord.Dicom.Dictionary;
using Concord.Network.Dimse;
using Microsoft.Extensions.Logging;

namespace Concord.Network.ServiceClasses;

/// <summary>Storage Commitment Push Model as provider (PS3.4 §J.3.2): N-ACTION is answered when the request is durable; the report comes later.</summary>
internal static class CommitmentScp
{
    private const ushort RequestStorageCommitment = 1;

    internal static async ValueTask Act(
        ICommitmentProvider? provider, DimseChannel channel, DimseMessage message, ReportSender reports, AssociationPeer peer, ILogger logger, CancellationToken cancel)
    {
        var path = new ReportPath(reports, message.Context);
        try
        {
            var status = await Judge(provider, channel, message, path, peer, logger, cancel);
            await channel.Send(message.Context, message.Command.Respond(status), cancel);
        }
        finally
        {
            path.Open(); // also when the answer was not sent: who waits for the path then finds it closed
        }
    }

    private static async ValueTask<DimseStatus> Judge(
        ICommitmentProvider? provider, DimseChannel channel, DimseMessage message, ReportPath path, AssociationPeer peer, ILogger logger, CancellationToken cancel)
    {
        var (dataSet, refusal) = await CommitmentArgument.Receive(channel, message, cancel);
        if (provider is null || message.Context is not { PeerIsScu: true } context || context.AbstractSyntax != Uids.StorageCommitmentPushModel) return new(StatusCode.UnrecognizedOperation, "The SOP class has no such operation");
        if (dataSet is null) return refusal!;
        if (message.Command.ActionTypeId != RequestStorageCommitment) return new(StatusCode.NoSuchActionType, "The action is not known", [new(0x0000, 0x1008)]);
        (var request, refusal) = CommitmentDataSets.ReadRequest(dataSet);
        if (request is null) return refusal!;
        try
        {
            return await provider.Request(request, path, peer, cancel);
        }
        catch (Exception failed) when (failed is not (AssociationException or OutOfMemoryException) && !cancel.IsCancellationRequested)
        {
            logger.CommitmentFailed(peer.AssociationNumber, failed);
            return new(StatusCode.ProcessingFailure, "The request could not be kept");
        }
    }

    /// <summary>Reports wait until the request is answered (PS3.4 §J.3.2.1.3).</summary>
    private sealed class ReportPath(ReportSender reports, PresentationContext context) : IReportPath
    {
        private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly int _others = reports.Others;

        internal void Open() => _answered.TrySetResult();

        public async Task<DimseStatus?> TryReport(CommitmentReport report, CancellationToken cancel)
        {
            await _answered.Task.WaitAsync(cancel);
            return await reports.TryReport(context, report, _others, cancel);
        }
    }
}
