using Concord.Network.Dimse;

namespace Concord.Network.ServiceClasses;

/// <summary>Takes the reports to what this side asked to be committed (PS3.4 §J.3.3), on associations that the peer opens.</summary>
public interface ICommitmentReceiver
{
    /// <summary>The status of the N-EVENT-REPORT-RSP; the same report may come more than once.</summary>
    ValueTask<DimseStatus> Take(CommitmentReport report, AssociationPeer peer, CancellationToken cancel);
}
