using Concord.Network.Dimse;

namespace Concord.Network.ServiceClasses;

/// <summary>How a request for commitment ended.</summary>
/// <param name="Status">Of the N-ACTION: unless it is success or a warning the peer did not take the request.</param>
/// <param name="Report">Null when none came in the time given: the peer may still report to where it knows us.</param>
public sealed record CommitmentAnswer(DimseStatus Status, CommitmentReport? Report);
