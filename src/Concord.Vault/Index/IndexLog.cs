using Microsoft.Extensions.Logging;

namespace Concord.Vault.Index;

internal static partial class IndexLog
{
    [LoggerMessage(3201, LogLevel.Error, "Event {Number} ({Kind}) could not be indexed and is set aside: {Reason}")]
    public static partial void EventSetAside(this ILogger logger, long number, string kind, string reason);

    [LoggerMessage(3202, LogLevel.Critical, "The index writer has ended: {Reason}, code {Code}")]
    public static partial void WriterEnded(this ILogger logger, string reason, int code);

    [LoggerMessage(3203, LogLevel.Information, "Index opened: complete through {Number}, {Changes} changes in the feed")]
    public static partial void IndexOpened(this ILogger logger, long number, long changes);

    [LoggerMessage(3205, LogLevel.Error, "The index cannot be written: {Reason}, code {Code}; tried again in {Seconds} s")]
    public static partial void WriterFails(this ILogger logger, string reason, int code, double seconds);

    [LoggerMessage(3206, LogLevel.Warning, "The index is written again; it had failed {Times} times")]
    public static partial void WriterRecovered(this ILogger logger, int times);

    [LoggerMessage(3204, LogLevel.Warning, "The index waits: another process has held its database for {Seconds} s")]
    public static partial void WriterWaits(this ILogger logger, int seconds);
}
