namespace Concord.Server.Tiers;

/// <summary>What the faces of the stores log.</summary>
internal static partial class TierServerLog
{
    [LoggerMessage(5340, LogLevel.Warning, "A move on demand broke off")]
    public static partial void MoveFailed(this ILogger logger, Exception error);
}
