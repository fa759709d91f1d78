namespace Concord.Network.UpperLayer;

/// <summary>Primitives that the upper layer issues to its user (PS3.8 §7).</summary>
internal enum IndicationKind
{
    None,

    /// <summary>A-ASSOCIATE indication: the peer asks for an association.</summary>
    Associate,

    /// <summary>A-ASSOCIATE confirmation, accepted.</summary>
    Accepted,

    /// <summary>A-ASSOCIATE confirmation, rejected.</summary>
    Rejected,

    /// <summary>P-DATA indication.</summary>
    Data,

    /// <summary>A-RELEASE indication.</summary>
    Release,

    /// <summary>A-RELEASE indication while our own release request is under way (collision).</summary>
    ReleaseCollision,

    /// <summary>A-RELEASE confirmation.</summary>
    Released,

    /// <summary>A-ABORT indication: the peer aborted.</summary>
    Abort,

    /// <summary>A-P-ABORT indication: this provider gave the association up, or the connection broke.</summary>
    ProviderAbort,

    /// <summary>The transport connection is closed and nothing was under way.</summary>
    Closed,
}
