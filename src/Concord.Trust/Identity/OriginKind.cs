namespace Concord.Trust.Identity;

/// <summary>The way an object came in.</summary>
public enum OriginKind
{
    Dimse,
    StowRs,
    Import,
    PeerPull,
}
