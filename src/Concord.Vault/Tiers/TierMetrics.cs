using System.Diagnostics.Metrics;

namespace Concord.Vault.Tiers;

/// <summary>Counters of moving and of the cache (meter <c>Concord.Vault</c>).</summary>
internal static class TierMetrics
{
    private static readonly Meter Meter = new("Concord.Vault");
    private static readonly Counter<long> Bundles = Meter.CreateCounter<long>("concord.tiers.moved", "{bundle}");
    private static readonly Counter<long> Bytes = Meter.CreateCounter<long>("concord.tiers.bytes", "By");

    /// <summary>Reads of warm bundles that the cache answered.</summary>
    private static readonly Counter<long> Hits = Meter.CreateCounter<long>("concord.cache.hits", "{read}");

    /// <summary>Reads that the warm store answered.</summary>
    private static readonly Counter<long> Misses = Meter.CreateCounter<long>("concord.cache.misses", "{read}");
    private static readonly Counter<long> Recalled = Meter.CreateCounter<long>("concord.cache.recalled", "{bundle}");
    private static readonly Counter<long> Evicted = Meter.CreateCounter<long>("concord.cache.evicted", "{bundle}");
    private static readonly UpDownCounter<long> Cached = Meter.CreateUpDownCounter<long>("concord.cache.bytes", "By");

    public static void CountMoved(string to, long bytes)
    {
        var tag = new KeyValuePair<string, object?>("to", to);
        Bundles.Add(1, tag);
        Bytes.Add(bytes, tag);
    }

    public static void CountHit() => Hits.Add(1);

    public static void CountMiss() => Misses.Add(1);

    public static void CountRecalled(long bytes)
    {
        Recalled.Add(1);
        Cached.Add(bytes);
    }

    public static void CountEvicted(long bytes)
    {
        Evicted.Add(1);
        Cached.Add(-bytes);
    }
}
