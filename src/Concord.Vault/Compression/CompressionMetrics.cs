using System.Diagnostics.Metrics;

namespace Concord.Vault.Compression;

/// <summary>Counters of compressing at rest (meter <c>Concord.Vault</c>).</summary>
internal static class CompressionMetrics
{
    private static readonly Meter Meter = new("Concord.Vault");
    private static readonly Counter<long> Compressed = Meter.CreateCounter<long>("concord.compression.objects", "{object}");
    private static readonly Counter<long> Before = Meter.CreateCounter<long>("concord.compression.before", "By");
    private static readonly Counter<long> After = Meter.CreateCounter<long>("concord.compression.after", "By");
    private static readonly Counter<long> Refused = Meter.CreateCounter<long>("concord.compression.refused", "{object}");
    private static readonly Counter<long> Restored = Meter.CreateCounter<long>("concord.compression.restored", "By");

    public static void CountCompressed(long before, long after)
    {
        Compressed.Add(1);
        Before.Add(before);
        After.Add(after);
    }

    public static void CountRefused(string why) => Refused.Add(1, new KeyValuePair<string, object?>("why", why));

    public static void CountRestored(long bytes) => Restored.Add(bytes);
}
