using Concord.Dicom.DataElements;

namespace Concord.Network.ServiceClasses;

/// <summary>What an N-EVENT-REPORT says of a transaction (PS3.4 Tables J.3-2 and J.3-3).</summary>
public sealed record CommitmentReport(Uid TransactionUid, IReadOnlyList<SopReference> Committed, IReadOnlyList<FailedCommitment> Failed)
{
    /// <summary>Whom the instances can be retrieved from (0008,0054), or null.</summary>
    public string? RetrieveAeTitle { get; init; }

    /// <summary>1 when all is committed, 2 when something is not.</summary>
    internal ushort EventTypeId => (ushort)(Failed.Count == 0 ? 1 : 2);
}
