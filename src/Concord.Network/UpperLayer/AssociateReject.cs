namespace Concord.Network.UpperLayer;

/// <summary>A-ASSOCIATE-RJ (PS3.8 §9.3.4, Table 9-21).</summary>
/// <param name="Result">1 permanent, 2 transient.</param>
/// <param name="Source">1 user, 2 provider (ACSE), 3 provider (presentation).</param>
/// <param name="Reason">Meaning depends on <paramref name="Source"/>.</param>
internal readonly record struct AssociateReject(byte Result, byte Source, byte Reason)
{
    internal static AssociateReject NoReason => new(1, 1, 1);

    internal static AssociateReject ApplicationContextNotSupported => new(1, 1, 2);

    internal static AssociateReject CallingAeTitleNotRecognized => new(1, 1, 3);

    internal static AssociateReject CalledAeTitleNotRecognized => new(1, 1, 7);

    internal static AssociateReject ProtocolVersionNotSupported => new(1, 2, 2);

    internal static AssociateReject LocalLimitExceeded => new(2, 3, 2);
}
