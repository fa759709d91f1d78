namespace Concord.Network.UpperLayer;

/// <summary>A-ASSOCIATE-RJ (PS3.8 §9.3.4, Table 9-21).</summary>
/// <param name="Result">1 permanent, 2 transient.</param>
/// <param name="Source">1 user, 2 provider (ACSE), 3 provider (presentation).</param>
/// <param name="Reason">Meaning depends on <paramref name="Source"/>.</param>
internal readonly record struct AssociateReject(byte Result, byte Source, byte Reason)
{
    /// <summary>The same request may be accepted later.</summary>
    internal bool IsTransient => Result == 2;

    /// <summary>The rejection in words (PS3.8 Table 9-21).</summary>
    internal string Explain()
    {
        var reason = (Source, Reason) switch
        {
            (1, 2) => "application context not supported",
            (1, 3) => "calling AE title not recognized",
            (1, 7) => "called AE title not recognized",
            (2, 1) => "not authorized, or no reason given",
            (2, 2) => "protocol version not supported",
            (3, 1) => "temporary congestion",
            (3, 2) => "local limit exceeded",
            _ => "no reason given",
        };
        return $"The peer rejected the association {(IsTransient ? "for now" : "for good")}: {reason}.";
    }

    internal static AssociateReject NoReason => new(1, 1, 1);

    internal static AssociateReject ApplicationContextNotSupported => new(1, 1, 2);

    internal static AssociateReject CallingAeTitleNotRecognized => new(1, 1, 3);

    internal static AssociateReject CalledAeTitleNotRecognized => new(1, 1, 7);

    internal static AssociateReject ProtocolVersionNotSupported => new(1, 2, 2);

    /// <summary>An authorization failure (PS3.7 §D.3.3.7): permanent, by the provider's ACSE function, without a reason.</summary>
    internal static AssociateReject IdentityNotAccepted => new(1, 2, 1);

    internal static AssociateReject LocalLimitExceeded => new(2, 3, 2);
}
