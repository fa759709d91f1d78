using Microsoft.Extensions.Logging.Console;

namespace Concord.Server.Hosting;

/// <summary>Logs go to stderr, a line each; stdout carries the ready line alone.</summary>
internal static class ServerLogging
{
    /// <param name="threshold">Asked for each line.</param>
    public static void Configure(ILoggingBuilder logging, LogThreshold threshold)
    {
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.IncludeScopes = false;
            console.ColorBehavior = LoggerColorBehavior.Disabled;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffzzz ";
        });
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        logging.SetMinimumLevel(LogLevel.Trace);
        logging.AddFilter((category, level) => threshold.Lets(category, level));
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None); // what stops a start is said by StartupException, once
    }
}
