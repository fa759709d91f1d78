using Microsoft.Extensions.Logging;

namespace Concord.Vault.Integrity;

/// <summary>What scrubbing logs: internal numbers only.</summary>
internal static partial class IntegrityLog
{
    [LoggerMessage(2201, LogLevel.Error, "Finding {Number}: bundle {BundleId} is not what was sealed ({Fault})")]
    public static partial void Found(this ILogger log, long number, long bundleId, BundleFault fault);

    [LoggerMessage(2202, LogLevel.Warning, "Finding {Number} is resolved: bundle {BundleId} is whole again")]
    public static partial void Resolved(this ILogger log, long number, long bundleId);

    [LoggerMessage(2203, LogLevel.Information, "All sealed bundles were looked at: {Bundles}, {Bytes} bytes read, {Open} findings open")]
    public static partial void PassFinished(this ILogger log, long bundles, long bytes, int open);

    [LoggerMessage(2204, LogLevel.Warning, "Scrubbing stopped at bundle {BundleId} and goes on later")]
    public static partial void PutOff(this ILogger log, long bundleId, Exception error);

    [LoggerMessage(2205, LogLevel.Error, "Scrubbing stopped at bundle {BundleId}: {Open} findings are open")]
    public static partial void TooMany(this ILogger log, long bundleId, int open);

    [LoggerMessage(2340, LogLevel.Warning, "Finding {Number} is repaired: bundle {BundleId} was put back from the {Store} store")]
    public static partial void Repaired(this ILogger log, long number, long bundleId, string store);

    [LoggerMessage(2341, LogLevel.Error, "Finding {Number} cannot be repaired: the replica has no whole copy of bundle {BundleId}")]
    public static partial void NoSoundCopy(this ILogger log, long number, long bundleId, Exception error);

    [LoggerMessage(2342, LogLevel.Error, "Finding {Number} cannot be repaired now: bundle {BundleId} could not be put back")]
    public static partial void NotRepaired(this ILogger log, long number, long bundleId, Exception error);

    [LoggerMessage(2355, LogLevel.Warning, "Finding {Number} is resolved: bundle {BundleId} was replaced since")]
    public static partial void Obsolete(this ILogger log, long number, long bundleId);

    [LoggerMessage(2343, LogLevel.Warning, "Bundle {BundleId} was not looked at: the {Store} store is away")]
    public static partial void StoreAway(this ILogger log, long bundleId, string store);

    [LoggerMessage(2206, LogLevel.Error, "{Lines} lines of the journal of findings are damaged; what they said is lost")]
    public static partial void FindingsDamaged(this ILogger log, int lines);
}
