namespace Concord.Vault.Index;

/// <summary>What the index keeps of one instance.</summary>
/// <param name="UidHash">Of the SOP Instance UID (<see cref="LocatorHash"/>).</param>
/// <param name="SeriesKey">0 for objects that belong to no study.</param>
internal readonly record struct LocatorRow(long UidHash, long Arrival, long BundleId, long SeriesKey, long ClassKey, long Bytes);
