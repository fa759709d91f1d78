namespace Concord.Server.DicomWeb.Worklist;

/// <summary>The worklist, 5380 to 5389: numbers only.</summary>
internal static partial class WorklistLog
{
    [LoggerMessage(5381, LogLevel.Information, "{Count} finished procedure steps were taken off the worklist")]
    public static partial void StepsExpired(this ILogger logger, int count);

    [LoggerMessage(5382, LogLevel.Warning, "Finished procedure steps could not be taken off the worklist; it will be tried again")]
    public static partial void StepsNotExpired(this ILogger logger, Exception error);
}
