namespace Concord.Server.Hosting;

/// <summary>What the server's own rooms log: numbers only.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(5001, LogLevel.Error, "A request failed and was answered {Status}")]
    public static partial void RequestFailed(this ILogger logger, int status, Exception exception);

    [LoggerMessage(5002, LogLevel.Error, "A request failed after its answer had begun; the connection is cut")]
    public static partial void ResponseCut(this ILogger logger, Exception exception);

    [LoggerMessage(5003, LogLevel.Error, "An object could not be kept; its sender was told so")]
    public static partial void StoreFailed(this ILogger logger, Exception exception);

    [LoggerMessage(5004, LogLevel.Error, "The file of {Setting} has changed and cannot be read ({Reason}); what it said before still holds")]
    public static partial void IdentityFileUnreadable(this ILogger logger, string setting, string reason);

    [LoggerMessage(5006, LogLevel.Warning, "Setting {Name} was changed while the archive runs")]
    public static partial void SettingChanged(this ILogger logger, string name);

    [LoggerMessage(5005, LogLevel.Warning, "The kernel has no seccomp: codec processes are held by limits on memory, files and time alone, not kept from files and sockets")]
    public static partial void CodecsUnfenced(this ILogger logger);
}
