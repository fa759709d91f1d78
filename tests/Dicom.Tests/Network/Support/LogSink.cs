using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Dicom.Tests.Network.Support;

/// <summary>Keeps log lines, for tests that look at them and for those that fail.</summary>
internal sealed class LogSink : ILoggerProvider, ILogger
{
    internal ConcurrentQueue<string> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue($"{logLevel} {eventId.Id} {formatter(state, exception)} {exception}");

    /// <summary>Waits for a line with this text.</summary>
    internal async Task Await(string text)
    {
        for (var tries = 0; !Lines.Any(line => line.Contains(text, StringComparison.Ordinal)); tries++)
        {
            Assert.True(tries < 500, "It was not logged: " + text);
            await Task.Delay(20);
        }
    }

    /// <summary>Repeats a step until it was done; something else has to happen first.</summary>
    internal static async Task Until(Func<bool> step)
    {
        for (var tries = 0; !step(); tries++)
        {
            Assert.True(tries < 500, "It did not come to be");
            await Task.Delay(20);
        }
    }

    public void Dispose() { }
}
