using Concord.Network.Dimse;
using Concord.Network.ServiceClasses;
using Concord.Server.Commitment;
using Concord.Server.Settings;
using Concord.Vault.Receive;

namespace Concord.Server.Dimse;

/// <summary>Takes requests for Storage Commitment (PS3.4 §J.3.2): durable in the vault's journal, then 0000, then reported.</summary>
internal sealed class VaultCommitmentProvider(InstanceVault vault, CommitmentReporter reporter, CommitmentOptions options) : ICommitmentProvider
{
    public async ValueTask<DimseStatus> Request(CommitmentRequest request, IReportPath path, AssociationPeer peer, CancellationToken cancel)
    {
        if (vault.Commitments.PendingCount >= options.MaxPending) return new(0x0213, "Too many requests wait for their report");
        var transaction = await vault.Commitments.Add(
            request.TransactionUid, peer.CallingAeTitle, [.. request.References.Select(reference => (reference.SopClassUid, reference.SopInstanceUid))]);
        reporter.Follow(transaction, path);
        return DimseStatus.Success;
    }
}
