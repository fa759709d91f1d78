namespace Concord.Network;

/// <summary>An association that could not be had, or that ended before it was released. The message holds no AE titles and no addresses.</summary>
public sealed class AssociationException(AssociationFailure failure, string message, Exception? inner = null) : IOException(message, inner)
{
    public AssociationFailure Failure { get; } = failure;

    /// <summary>The same may go well later: not a permanent rejection, not a peer that speaks wrongly or does not serve what is wanted.</summary>
    public bool IsTransient { get; init; } = failure is AssociationFailure.NotConnected or AssociationFailure.AbortedByPeer
        or AssociationFailure.ConnectionLost or AssociationFailure.TimedOut or AssociationFailure.Released;
}
