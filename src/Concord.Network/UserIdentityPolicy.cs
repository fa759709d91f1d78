namespace Concord.Network;

/// <summary>What becomes of the user identity that a requestor may send (PS3.7 §D.3.3.7).</summary>
public enum UserIdentityPolicy
{
    /// <summary>Read, not verified, never answered: every association is anonymous.</summary>
    Ignore,

    /// <summary>Verified when it is there, and a wrong one is rejected; an association without one, or with a kind that nobody here verifies, is anonymous.</summary>
    Accept,

    /// <summary>An association without a verified identity is rejected.</summary>
    Require,
}
