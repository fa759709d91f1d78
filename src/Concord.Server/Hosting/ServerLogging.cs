using Microsoft.Extensions.Logging.Console;

namespace Concord.Server.Hosting;

/// <summary>Logs go to stderr, a line each; stdout carries the ready line alone.</summary>
internal static class ServerLogging
{
    /// <param name="level">Lowest level of our own lines; the framework speaks from Warning on.</param>
    public static void Configure(ILoggingBuilder logging, LogLevel level)
    {
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.IncludeScopes = false;
            console.ColorBehavior = LoggerColorBehavior.Disabled;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffzzz ";
        });
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        logging.SetMinimumLevel(level);
        logging.AddFilter("Microsoft", level > LogLevel.Warning ? level : LogLevel.Warning);
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None); // what stops a start is said by StartupException, once
    }
}
