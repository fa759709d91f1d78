using Concord.Network.Dimse;

namespace Concord.Network.ServiceClasses;

/// <summary>Takes requests for Storage Commitment (PS3.4 §J): the archive, or a test's scripted provider.</summary>
public interface ICommitmentProvider
{
    /// <summary>Keeps the request durably and gives the status of the N-ACTION-RSP; the report follows in its own time.</summary>
    /// <param name="path">A way to report on the association that asked, while it lasts; usable after the request is answered.</param>
    ValueTask<DimseStatus> Request(CommitmentRequest request, IReportPath path, AssociationPeer peer, CancellationToken cancel);
}
