namespace Concord.Vault.Retention;

/// <summary>What becomes of a study whose time is over; the mildest first.</summary>
public enum RetentionAction
{
    /// <summary>It is listed, no more.</summary>
    Report,

    /// <summary>It is rejected: no longer found, and can be restored.</summary>
    Reject,

    /// <summary>It is rejected and, after days of grace, its purge is requested, which a second person approves or not.</summary>
    RequestPurge,
}
