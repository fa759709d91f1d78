namespace Concord.Network.UpperLayer;

/// <summary>A-ASSOCIATE-AC (PS3.8 §9.3.3).</summary>
internal sealed record AssociateAccept
{
    /// <summary>Echoed from the request, not to be tested.</summary>
    internal string CalledAeTitle { get; init; } = "";

    /// <summary>Echoed from the request, not to be tested.</summary>
    internal string CallingAeTitle { get; init; } = "";

    internal required IReadOnlyList<ContextAnswer> Contexts { get; init; }

    internal required UserInformation User { get; init; }
}
