namespace Concord.Network;

/// <summary>An association that could not be had, or that ended before it was released. The message holds no AE titles and no addresses.</summary>
public sealed class AssociationException(AssociationFailure failure, string message, Exception? inner = null) : IOException(message, inner)
{
    public AssociationFailure Failure { get; } = failure;
}
