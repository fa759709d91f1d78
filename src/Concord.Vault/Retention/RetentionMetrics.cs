using System.Diagnostics.Metrics;

namespace Concord.Vault.Retention;

/// <summary>Counters of retention (meter <c>Concord.Vault</c>), by rule.</summary>
internal static class RetentionMetrics
{
    private static readonly Meter Meter = new("Concord.Vault");
    private static readonly Counter<long> Rejected = Meter.CreateCounter<long>("concord.retention.rejected", "{study}");
    private static readonly Counter<long> Requested = Meter.CreateCounter<long>("concord.retention.purges_requested", "{study}");

    public static void CountRejected(string rule) => Rejected.Add(1, new KeyValuePair<string, object?>("rule", rule));

    public static void CountRequested(string rule) => Requested.Add(1, new KeyValuePair<string, object?>("rule", rule));
}
