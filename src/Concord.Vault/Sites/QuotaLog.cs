using Microsoft.Extensions.Logging;

namespace Concord.Vault.Sites;

/// <summary>What is logged of quotas: codes of sites and numbers.</summary>
internal static partial class QuotaLog
{
    [LoggerMessage(2420, LogLevel.Warning, "The quota of site '{Site}' is now {State}: {Bytes} bytes, {Objects} objects kept")]
    public static partial void QuotaCrossed(this ILogger log, string site, QuotaState state, long bytes, long objects);

    [LoggerMessage(2424, LogLevel.Error, "That site '{Site}' crossed a bound of its quota could not be noted; it is tried again")]
    public static partial void QuotaNotNoted(this ILogger log, string site, Exception error);
}
