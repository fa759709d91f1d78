using System.Diagnostics.Metrics;

namespace Concord.Vault.Integrity;

/// <summary>Counters of scrubbing (meter <c>Concord.Vault</c>).</summary>
internal static class IntegrityMetrics
{
    private static readonly Meter Meter = new("Concord.Vault");
    private static readonly Counter<long> Bytes = Meter.CreateCounter<long>("concord.integrity.checked", "By");

    /// <summary>Bundles found not to be what was sealed, by what is wrong.</summary>
    private static readonly Counter<long> Findings = Meter.CreateCounter<long>("concord.integrity.findings", "{bundle}");
    private static readonly Counter<long> Resolved = Meter.CreateCounter<long>("concord.integrity.resolved", "{bundle}");

    /// <summary>Findings that are not resolved.</summary>
    private static readonly UpDownCounter<long> Open = Meter.CreateUpDownCounter<long>("concord.integrity.open", "{bundle}");
    private static readonly Counter<long> Bundles = Meter.CreateCounter<long>("concord.integrity.bundles", "{bundle}");

    public static void CountBytes(int bytes) => Bytes.Add(bytes);

    public static void CountFinding(BundleFault fault) => Findings.Add(1, new KeyValuePair<string, object?>("kind", fault switch
    {
        BundleFault.Missing => "missing",
        BundleFault.Truncated => "truncated",
        BundleFault.Mismatch => "mismatch",
        _ => "unreadable",
    }));

    public static void CountResolved(bool isRepaired) => Resolved.Add(1, new KeyValuePair<string, object?>("how", isRepaired ? "repaired" : "whole"));

    public static void AddOpen(int count) => Open.Add(count);

    public static void CountBundle() => Bundles.Add(1);
}
