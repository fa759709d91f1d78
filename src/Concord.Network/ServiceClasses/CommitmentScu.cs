using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Network.Dimse;
using Concord.Network.UpperLayer;

namespace Concord.Network.ServiceClasses;

/// <summary>Storage Commitment Push Model on associations of our own: asking for commitment, and reporting to who asked us (PS3.4 §J.3).</summary>
internal sealed class CommitmentScu(RemotePeer peer, NetworkOptions options, TimeProvider time)
{
    internal static CommandSet NewReport(CommitmentReport report, ushort messageId) => new()
    {
        Field = CommandField.NEventReportRq,
        MessageId = messageId,
        SopClassUid = Uids.StorageCommitmentPushModel,
        SopInstanceUid = Uids.StorageCommitmentPushModelInstance,
        EventTypeId = report.EventTypeId,
        HasDataSet = true,
    };

    /// <summary>N-EVENT-REPORT on a new association, in which we propose to be the provider (PS3.4 §J.3.3, PS3.7 §D.3.3.4).</summary>
    /// <remarks>A peer that takes the class and does not answer about roles is told all the same: many that ask for commitment do not know the item, and the
    /// default roles would leave nothing to be done in this association. One that answers and does not grant the role is not.</remarks>
    internal async Task<DimseStatus> Report(CommitmentReport report, CancellationToken cancel)
    {
        await using var association = await Open(asScp: true, cancel);
        var context = association.RequireContext(Uids.StorageCommitmentPushModel);
        if (context is { PeerIsScu: false, RolesAreAnswered: true }) throw new AssociationException(AssociationFailure.NotNegotiated, "The peer does not let us be the provider.");
        try
        {
            var request = NewReport(report, association.Channel.NextMessageId());
            await association.Channel.Send(context, request, DataSetWriter.ToArray(CommitmentDataSets.Write(report), context.TransferSyntax), cancel);
            var status = await association.ReceiveResponse(request, cancel);
            await association.Release(cancel);
            return status;
        }
        catch (PduException broken)
        {
            throw await association.Fail(broken);
        }
    }

    /// <summary>N-ACTION; then waits for the report, on this association or at the listener, whichever comes first.</summary>
    internal async Task<CommitmentAnswer> Commit(CommitmentRequest request, TimeSpan wait, CommitmentListener? listener, CancellationToken cancel)
    {
        using var receipt = new Receipt(request);
        using var elsewhere = listener?.Expect(request.TransactionUid, receipt);
        await using var association = await Open(asScp: false, cancel);
        DimseStatus status;
        try
        {
            status = await Act(association, request, receipt, cancel);
        }
        catch (PduException broken)
        {
            throw await association.Fail(broken);
        }
        if (status.IsFailure || wait == TimeSpan.Zero)
        {
            await association.Release(cancel);
            return new(status, receipt.Known);
        }
        using var limit = new CancellationTokenSource(wait, time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        using var told = receipt.Came.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), over);
        await Listen(association, receipt, over.Token, cancel);
        cancel.ThrowIfCancellationRequested();
        if (listener is not null && receipt.Known is null) await receipt.Await(over.Token);
        cancel.ThrowIfCancellationRequested();
        return new(status, receipt.Known);
    }

    private Task<RequestedAssociation> Open(bool asScp, CancellationToken cancel) => RequestedAssociation.Open(
        peer, [new(Uids.StorageCommitmentPushModel, ContextProposal.Native, asScp)], relational: false, options, time, cancel);

    private async Task<DimseStatus> Act(RequestedAssociation association, CommitmentRequest request, Receipt receipt, CancellationToken cancel)
    {
        var context = association.RequireContext(Uids.StorageCommitmentPushModel);
        var action = new CommandSet
        {
            Field = CommandField.NActionRq,
            MessageId = association.Channel.NextMessageId(),
            SopClassUid = Uids.StorageCommitmentPushModel,
            SopInstanceUid = Uids.StorageCommitmentPushModelInstance,
            ActionTypeId = 1,
            HasDataSet = true,
        };
        await association.Channel.Send(context, action, DataSetWriter.ToArray(CommitmentDataSets.Write(request), context.TransferSyntax), cancel);
        while (true)
        {
            association.LimitAnswer(options.ResponseSeconds);
            if (await association.Channel.Receive(cancel) is not { } message) throw new AssociationException(AssociationFailure.Released, "The peer asked for release instead of answering.");
            if (message.Command.Field == CommandField.NEventReportRq)
            {
                await CommitmentReceipt.Take(receipt, association.Channel, message, Peer, cancel); // a hasty one
                continue;
            }
            RequestedAssociation.CheckResponse(action, message.Command);
            return message.Command.ToStatus();
        }
    }

    private AssociationPeer Peer => new(0, peer.AeTitle, options.AeTitle, peer.Host);

    /// <summary>Takes reports until the one that is waited for has come, the time is over, or the peer has ended the association; then releases.</summary>
    private async Task Listen(RequestedAssociation association, Receipt receipt, CancellationToken over, CancellationToken cancel)
    {
        try
        {
            association.LimitForEver();
            while (receipt.Known is null)
            {
                if (await association.Channel.Receive(over) is not { } message)
                {
                    await association.Channel.Wire.RespondRelease(cancel);
                    return;
                }
                if (message.Command.Field != CommandField.NEventReportRq) throw new PduException(AbortReason.UnexpectedParameter, "Not a report");
                await CommitmentReceipt.Take(receipt, association.Channel, message, Peer, cancel); // also when the time is over just now
            }
        }
        catch (PduException broken)
        {
            throw await association.Fail(broken);
        }
        catch (AssociationException ended) when (ended.IsTransient)
        {
            return; // the report comes elsewhere, or not at all
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // the time is over, or the report has come elsewhere
        }
        await association.Release(CancellationToken.None);
    }

    /// <summary>Waits for the report of one transaction.</summary>
    private sealed class Receipt(CommitmentRequest request) : ICommitmentReceiver, IDisposable
    {
        private readonly CancellationTokenSource _came = new();
        private CommitmentReport? _known;

        internal CommitmentReport? Known => Volatile.Read(ref _known);

        internal CancellationToken Came => _came.Token;

        public async ValueTask<DimseStatus> Take(CommitmentReport report, AssociationPeer peer, CancellationToken cancel)
        {
            if (report.TransactionUid != request.TransactionUid) return new(StatusCode.ProcessingFailure, "The transaction is not known");
            if (Interlocked.CompareExchange(ref _known, report, null) is null) await _came.CancelAsync();
            return DimseStatus.Success;
        }

        internal async Task Await(CancellationToken over)
        {
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, over);
            }
            catch (OperationCanceledException)
            {
                // it has come, or the time is over
            }
        }

        public void Dispose() => _came.Dispose();
    }
}
