using Microsoft.Extensions.Logging;

namespace Concord.Vault.Replica;

/// <summary>What copying to the replica logs: internal numbers only.</summary>
internal static partial class ReplicaLog
{
    [LoggerMessage(2344, LogLevel.Error, "Bundle {BundleId} could not be copied to the replica: it is not what was sealed")]
    public static partial void NotCopied(this ILogger log, long bundleId, Exception error);

    [LoggerMessage(2345, LogLevel.Warning, "Copying to the replica waits ({Trouble}); it is tried again")]
    public static partial void ReplicaTrouble(this ILogger log, string trouble, Exception error);

    [LoggerMessage(2346, LogLevel.Warning, "The replica's copy of bundle {BundleId} was not whole and was put back")]
    public static partial void CopyRepaired(this ILogger log, long bundleId);

    [LoggerMessage(2347, LogLevel.Error, "The replica's copy of bundle {BundleId} is not what was sealed ({Fault})")]
    public static partial void CopyDamaged(this ILogger log, long bundleId, Integrity.BundleFault fault);
}
