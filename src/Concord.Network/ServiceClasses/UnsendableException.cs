namespace Concord.Network.ServiceClasses;

/// <summary>An object cannot be given in the syntax that it was opened in.</summary>
/// <param name="message">Why: no value of the data set in it. Told to the peer, as far as a comment is long.</param>
/// <param name="isTransient">For want of resources; may be tried again.</param>
public sealed class UnsendableException(string message, bool isTransient) : IOException(message)
{
    private const int MaxComment = 64; // characters of LO (PS3.5 §6.2)

    internal Dimse.DimseStatus Status => new(isTransient ? Dimse.StatusCode.OutOfResources : Dimse.StatusCode.ProcessingFailure, Message.Length > MaxComment ? Message[..MaxComment] : Message);
}
