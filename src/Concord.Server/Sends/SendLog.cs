namespace Concord.Server.Sends;

/// <summary>What becomes of sends, 5301 to 5310: numbers only.</summary>
internal static partial class SendLog
{
    [LoggerMessage(5301, LogLevel.Information, "Send {Number} done: {Sent} objects, {Bytes} bytes")]
    public static partial void SendDone(this ILogger logger, long number, int sent, long bytes);

    [LoggerMessage(5302, LogLevel.Warning, "Send {Number} waits after try {Attempts}: {Sent} of {Total} objects sent; next in {Seconds} s")]
    public static partial void SendPutOff(this ILogger logger, long number, int attempts, int sent, int total, long seconds);

    [LoggerMessage(5303, LogLevel.Error, "Send {Number} failed after {Attempts} tries: {Sent} of {Total} objects sent, {Refused} refused")]
    public static partial void SendFailed(this ILogger logger, long number, int attempts, int sent, int total, int refused);

    [LoggerMessage(5304, LogLevel.Error, "A try of send {Number} broke; it will be tried again")]
    public static partial void SendBroke(this ILogger logger, long number, Exception error);

    [LoggerMessage(5305, LogLevel.Error, "{Count} files of sends are damaged; they are kept beside as .damaged")]
    public static partial void SendsDamaged(this ILogger logger, int count);

    [LoggerMessage(5306, LogLevel.Error, "What becomes of sends cannot be kept on the disk")]
    public static partial void SendsNotKept(this ILogger logger, Exception error);
}
