using Concord.Network.UpperLayer;

namespace Concord.Network.Dimse;

/// <summary>Holds a peer to a lowest speed within one message: whole PDUs alone, however small, are no progress.</summary>
/// <remarks>Only the time in which we waited for the peer counts. Between messages a peer may be silent as long as the idle limit lets it.</remarks>
/// <param name="waitedBefore">What had been waited on the connection when the message began.</param>
internal struct MessagePace(NetworkOptions options, TimeSpan waitedBefore)
{
    /// <summary>Most fragments without data in one message: a peer needs one, to say that the data set has ended.</summary>
    internal const int MaxEmptyFragments = 1024;

    private long _bytes;
    private int _emptyFragments;

    /// <summary>Counts a fragment that was received.</summary>
    /// <param name="waited">What has been waited on the connection by now.</param>
    /// <exception cref="AssociationException">The message comes too slowly.</exception>
    /// <exception cref="PduException">Too many fragments have no data.</exception>
    internal void Count(long bytes, TimeSpan waited)
    {
        if (bytes == 0 && ++_emptyFragments > MaxEmptyFragments) throw new PduException(AbortReason.InvalidParameterValue, "Fragments without data, over and over");
        _bytes += bytes;
        var seconds = (waited - waitedBefore).TotalSeconds;
        if (seconds > options.SlowPeerGraceSeconds && _bytes < seconds * options.MinReceiveBytesPerSecond)
            throw new AssociationException(AssociationFailure.TimedOut, "The peer sends too slowly.");
    }
}
