using Microsoft.Extensions.Logging;

namespace Concord.Vault.Decisions;

/// <summary>What is logged of decisions: internal numbers only.</summary>
internal static partial class DecisionLog
{
    [LoggerMessage(2006, LogLevel.Information, "{Instances} instances rejected as number {Number}")]
    public static partial void Deleted(this ILogger log, int instances, long number);

    [LoggerMessage(2400, LogLevel.Information, "{Instances} instances restored as number {Number}")]
    public static partial void Restored(this ILogger log, int instances, long number);

    [LoggerMessage(2401, LogLevel.Information, "Decided: {Kind}, number {Number}")]
    public static partial void DecisionTaken(this ILogger log, string kind, long number);

    [LoggerMessage(2402, LogLevel.Error, "The purge that number {Number} asks for could not be carried out; it will be tried again")]
    public static partial void NotPurged(this ILogger log, long number, Exception error);

    [LoggerMessage(2403, LogLevel.Information, "The purge that number {Number} asks for is finished: {Instances} objects are gone")]
    public static partial void PurgeFinished(this ILogger log, long number, int instances);

    [LoggerMessage(2007, LogLevel.Warning, "Rows that lost their source are refreshed later: the index has not caught up")]
    public static partial void RefreshPutOff(this ILogger log);
}
