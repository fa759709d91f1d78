using Microsoft.Extensions.Logging;

namespace Concord.Vault.Lifecycle;

/// <summary>What is logged of rewriting bundles: internal numbers only.</summary>
internal static partial class RewriteLog
{
    [LoggerMessage(2320, LogLevel.Information, "{Bundles} bundles were put together as bundle {BundleId}, number {Number}")]
    public static partial void Consolidated(this ILogger log, long number, int bundles, long bundleId);

    [LoggerMessage(2321, LogLevel.Information, "{Objects} objects were purged, number {Number}")]
    public static partial void Purged(this ILogger log, int objects, long number);

    [LoggerMessage(2322, LogLevel.Error, "Bundle {BundleId} is not rewritten: it is not what was sealed")]
    public static partial void NotRewritten(this ILogger log, long bundleId, Exception error);

    [LoggerMessage(2323, LogLevel.Warning, "Rewriting bundles stopped and goes on later")]
    public static partial void ConsolidationPutOff(this ILogger log, Exception error);

    [LoggerMessage(2324, LogLevel.Warning, "Orphans: {Deleted} replaced bundles deleted, {Adopted} bundles told to the index, {SetAside} files set aside")]
    public static partial void OrphansSwept(this ILogger log, int deleted, int adopted, int setAside);

    [LoggerMessage(2325, LogLevel.Error, "Bundle {BundleId} was replaced, but the bundle in its place does not hold all of it: it is kept")]
    public static partial void ReplacedBundleKept(this ILogger log, long bundleId);

    [LoggerMessage(2326, LogLevel.Error, "{Facts} facts tell of bundles that replaced others and are not there: those others count")]
    public static partial void ReplacementsVoid(this ILogger log, int facts);
}
