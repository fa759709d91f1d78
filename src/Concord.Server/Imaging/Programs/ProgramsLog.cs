namespace Concord.Server.Imaging.Programs;

internal static partial class ProgramsLog
{
    [LoggerMessage(9500, LogLevel.Information, "{Program} is not installed: {Consequence}")]
    internal static partial void ProgramIsAbsent(this ILogger logger, string program, string consequence);
}
