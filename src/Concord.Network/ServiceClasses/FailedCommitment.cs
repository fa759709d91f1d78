namespace Concord.Network.ServiceClasses;

/// <summary>An instance that is not committed.</summary>
/// <param name="Reason">Failure Reason (0008,1197), one of <see cref="CommitmentFailure"/> or another of the peer's.</param>
public readonly record struct FailedCommitment(SopReference Reference, ushort Reason);
