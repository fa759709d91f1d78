using Microsoft.Extensions.Logging;

namespace Concord.Vault.ExtendedTags;

/// <summary>What filling extended tags logs: internal numbers only.</summary>
internal static partial class ExtendedTagLog
{
    [LoggerMessage(2461, LogLevel.Information, "Values of extended tags: {Series} series filled, {Away} not reached")]
    public static partial void ExtendedFilled(this ILogger log, int series, int away);

    [LoggerMessage(2462, LogLevel.Warning, "An object in bundle {BundleId} cannot be read for extended tags ({Reason})")]
    public static partial void ExtendedUnreadable(this ILogger log, long bundleId, string reason);

    [LoggerMessage(2463, LogLevel.Warning, "Filling extended tags is put off ({Reason})")]
    public static partial void ExtendedPutOff(this ILogger log, string reason);
}
