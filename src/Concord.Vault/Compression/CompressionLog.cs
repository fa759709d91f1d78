using Microsoft.Extensions.Logging;

namespace Concord.Vault.Compression;

/// <summary>What is logged of compressing at rest: internal numbers only.</summary>
internal static partial class CompressionLog
{
    [LoggerMessage(2430, LogLevel.Information, "Bundle {BundleId} is kept compressed as bundle {Into}, number {Number}: {Objects} objects, {Before} bytes are {After}")]
    public static partial void BundleCompressed(this ILogger log, long bundleId, long into, long number, long objects, long before, long after);

    [LoggerMessage(2431, LogLevel.Error, "Bundle {BundleId} is not compressed: it is not what was sealed")]
    public static partial void NotCompressed(this ILogger log, long bundleId, Exception error);

    [LoggerMessage(2432, LogLevel.Warning, "Compressing at rest stopped ({Trouble}) and goes on later")]
    public static partial void CompressionPutOff(this ILogger log, string trouble, Exception error);
}
