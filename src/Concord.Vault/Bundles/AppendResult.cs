namespace Concord.Vault.Bundles;

/// <summary>What the appender did; durable when it says so.</summary>
internal enum AppendKind
{
    /// <summary>New, durable, visible.</summary>
    Stored,

    /// <summary>The same data set is there, durable.</summary>
    AlreadyStored,

    /// <summary>Other content under this UID, now kept aside, durable.</summary>
    KeptAside,

    /// <summary>Other content under this UID that had been kept aside before.</summary>
    AlreadyKeptAside,

    /// <summary>The bundle closed before the object's turn: try the next one.</summary>
    BundleClosed,

    /// <summary>The disk did not take it; nothing is kept.</summary>
    Failed,
}

/// <param name="Entry">What was written, or what was there; null when nothing is kept.</param>
/// <param name="Error">Why it failed.</param>
internal sealed record AppendResult(AppendKind Kind, BundleEntry? Entry = null, Exception? Error = null)
{
    /// <summary>The object was written by this request: its spool file, if it has one, is the bundle's now, even when the index could not be told.</summary>
    public bool IsWritten => Kind is AppendKind.Stored or AppendKind.KeptAside || (Kind == AppendKind.Failed && Entry is not null);
}
