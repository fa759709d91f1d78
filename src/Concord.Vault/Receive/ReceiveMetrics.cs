using System.Diagnostics.Metrics;

namespace Concord.Vault.Receive;

/// <summary>Counters of receiving (meter <c>Concord.Vault</c>).</summary>
internal static class ReceiveMetrics
{
    private static readonly Meter Meter = new("Concord.Vault");

    /// <summary>Objects that are not what their SOP class says, by what became of them: <c>kept</c> or <c>refused</c>.</summary>
    private static readonly Counter<long> Nonconformant = Meter.CreateCounter<long>("concord.receive.nonconformant", "{object}");

    public static void CountNonconformant(bool isKept) => Nonconformant.Add(1, new KeyValuePair<string, object?>("outcome", isKept ? "kept" : "refused"));
}
