using System.Diagnostics.Metrics;

namespace Concord.Vault.Replica;

/// <summary>Counters of the replica (meter <c>Concord.Vault</c>).</summary>
internal static class ReplicaMetrics
{
    private static readonly Meter Meter = new("Concord.Vault");
    private static readonly Counter<long> Bundles = Meter.CreateCounter<long>("concord.replica.bundles", "{bundle}");
    private static readonly Counter<long> Bytes = Meter.CreateCounter<long>("concord.replica.bytes", "By");
    private static readonly Counter<long> Failed = Meter.CreateCounter<long>("concord.replica.failed", "{bundle}");
    private static readonly Counter<long> Removed = Meter.CreateCounter<long>("concord.replica.removed", "{bundle}");

    /// <summary>Changes that are still to be followed.</summary>
    private static readonly Gauge<long> Lag = Meter.CreateGauge<long>("concord.replica.lag", "{change}");

    public static void CountCopied(long bytes)
    {
        Bundles.Add(1);
        Bytes.Add(bytes);
    }

    public static void CountFailed() => Failed.Add(1);

    public static void CountRemoved() => Removed.Add(1);

    public static void SetLag(long changes) => Lag.Record(changes);
}
