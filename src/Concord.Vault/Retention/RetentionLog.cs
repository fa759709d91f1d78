using Microsoft.Extensions.Logging;

namespace Concord.Vault.Retention;

/// <summary>What is logged of retention: numbers only.</summary>
internal static partial class RetentionLog
{
    [LoggerMessage(2421, LogLevel.Information, "Retention: {Looked} studies looked at, {Expired} expired, {Rejected} rejected, {Spared} held or restored, {Requested} purges requested")]
    public static partial void RetentionFinished(this ILogger log, long looked, long expired, long rejected, long spared, long requested);

    [LoggerMessage(2422, LogLevel.Error, "Retention is put off after {Looked} studies; it goes on in ten minutes")]
    public static partial void RetentionPutOff(this ILogger log, long looked, Exception error);

    [LoggerMessage(2423, LogLevel.Warning, "Retention stops for now: {Rejected} studies are what one run may reject (Retention:MaxPerRun)")]
    public static partial void RetentionStopped(this ILogger log, long rejected);
}
