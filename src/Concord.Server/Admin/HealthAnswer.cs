namespace Concord.Server.Admin;

/// <summary>How the archive stands, in one answer; numbers and words only.</summary>
/// <param name="IsReady">Objects can be kept.</param>
/// <param name="NotReady">One word for why not.</param>
internal sealed record HealthAnswer(
    bool IsReady, string? NotReady, DateTimeOffset At, DateTimeOffset StartedAt, IndexHealth Index, DiskHealth Disk, StoreHealth Warm, ReplicaHealth Replica, ScrubHealth Scrub, QueueDepths Queues);

/// <summary>The index.</summary>
/// <param name="Behind">Events that wait for it.</param>
/// <param name="SetAside">Events that it could not take.</param>
/// <param name="Trouble">One word for what keeps it from being written.</param>
internal sealed record IndexHealth(long Behind, long SetAside, string? Trouble);

/// <summary>The file system of the data folder; null where it does not say.</summary>
/// <param name="LeastFreeBytes">Below that much nothing is taken any more (<c>Vault:MinFreeBytes</c>).</param>
internal sealed record DiskHealth(long? FreeBytes, long? TotalBytes, long LeastFreeBytes);

/// <summary>A further store.</summary>
internal sealed record StoreHealth(bool IsOn, string? Trouble);

/// <summary>The replica.</summary>
/// <param name="Lag">Changes that it has still to follow.</param>
internal sealed record ReplicaHealth(bool IsOn, string? Trouble, long Lag, DateTimeOffset? CaughtUpAt);

/// <summary>Reading what is kept again.</summary>
internal sealed record ScrubHealth(bool IsOn, bool IsUnderWay, DateTimeOffset? LastPassAt, DateTimeOffset? NextPassAt, long BundlesChecked, int OpenFindings);

/// <summary>What waits.</summary>
/// <param name="OpenBundles">Bundles that are not sealed.</param>
/// <param name="Commitments">Requests for Storage Commitment that are not reported.</param>
/// <param name="Sends">Sends that wait or are under way.</param>
/// <param name="SendsFailed">Sends that have failed, of those that are kept.</param>
internal sealed record QueueDepths(long Index, int OpenBundles, int Commitments, int Sends, int SendsFailed);
