using System.Diagnostics.Metrics;

namespace Concord.Vault.Lifecycle;

/// <summary>Counters of rewriting (meter <c>Concord.Vault</c>).</summary>
internal static class RewriteMetrics
{
    private static readonly Meter Meter = new("Concord.Vault");
    private static readonly Counter<long> Bytes = Meter.CreateCounter<long>("concord.rewrite.copied", "By");
    private static readonly Counter<long> Replaced = Meter.CreateCounter<long>("concord.rewrite.replaced", "{bundle}");
    private static readonly Counter<long> Purged = Meter.CreateCounter<long>("concord.rewrite.purged", "{object}");

    public static void CountBytes(long bytes) => Bytes.Add(bytes);

    public static void CountReplaced(int bundles) => Replaced.Add(bundles);

    public static void CountPurged(int objects) => Purged.Add(objects);
}
