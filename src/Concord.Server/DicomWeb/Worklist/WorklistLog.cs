namespace Concord.Server.DicomWeb.Worklist;

/// <summary>The worklist, 5300 to 5309: numbers only.</summary>
internal static partial class WorklistLog
{
    [LoggerMessage(5301, LogLevel.Information, "{Count} finished procedure steps were taken off the worklist")]
    public static partial void StepsExpired(this ILogger logger, int count);

    [LoggerMessage(5302, LogLevel.Warning, "Finished procedure steps could not be taken off the worklist; it will be tried again")]
    public static partial void StepsNotExpired(this ILogger logger, Exception error);
}
