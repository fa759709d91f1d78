namespace Concord.Network;

/// <summary>Why an association could not be had, or ended before it was released.</summary>
public enum AssociationFailure
{
    /// <summary>No transport connection.</summary>
    NotConnected,

    /// <summary>A-ASSOCIATE-RJ.</summary>
    Rejected,

    /// <summary>The peer sent A-ABORT.</summary>
    AbortedByPeer,

    /// <summary>The transport connection broke or was closed.</summary>
    ConnectionLost,

    /// <summary>The peer was silent, or did not take what we sent, for too long.</summary>
    TimedOut,

    /// <summary>What the peer sent is not what the standard says; it was aborted.</summary>
    ProtocolError,

    /// <summary>The peer asked to release the association in the middle of something.</summary>
    Released,

    /// <summary>No presentation context that serves was accepted.</summary>
    NotNegotiated,

    /// <summary>What is to say who we are cannot be read; the peer was not called.</summary>
    NoCredential,
}
