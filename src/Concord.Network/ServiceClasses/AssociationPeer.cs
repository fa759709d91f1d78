namespace Concord.Network.ServiceClasses;

/// <summary>Who is at the other end of an association.</summary>
/// <param name="AssociationNumber">Unique while the process lives; what logs name.</param>
/// <param name="Address">IP address, without port.</param>
public sealed record AssociationPeer(long AssociationNumber, string CallingAeTitle, string CalledAeTitle, string Address);
