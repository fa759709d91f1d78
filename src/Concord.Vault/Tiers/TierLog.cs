using Microsoft.Extensions.Logging;

namespace Concord.Vault.Tiers;

/// <summary>What moving between stores logs: internal numbers only.</summary>
internal static partial class TierLog
{
    [LoggerMessage(2348, LogLevel.Error, "Bundle {BundleId} could not be moved: it is not what was sealed")]
    public static partial void NotMoved(this ILogger log, long bundleId, Exception error);

    [LoggerMessage(2349, LogLevel.Warning, "Moving between stores waits ({Trouble}); it is tried again")]
    public static partial void TierTrouble(this ILogger log, string trouble, Exception? error);

    [LoggerMessage(2350, LogLevel.Information, "Bundle {BundleId} was moved to the {Store} store: {Bytes} bytes")]
    public static partial void Moved(this ILogger log, long bundleId, string store, long bytes);

    [LoggerMessage(2351, LogLevel.Error, "Bundle {BundleId} is in neither store as it should be; what is left of its move stays")]
    public static partial void MoveLost(this ILogger log, long bundleId);

    [LoggerMessage(2352, LogLevel.Warning, "Bundle {BundleId} could not be kept in the cache")]
    public static partial void NotRecalled(this ILogger log, long bundleId, Exception error);
}
