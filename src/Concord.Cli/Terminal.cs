using System.Text;
using Spectre.Console;

namespace Concord.Cli;

/// <summary>Where a verb writes: results to output, everything else to error. Progress is drawn only where a person watches.</summary>
/// <param name="output">Results, UTF-8; owned.</param>
/// <param name="error">Messages; not owned.</param>
/// <param name="isWatched">Error is a terminal on which a progress bar can be drawn.</param>
internal sealed class Terminal(Stream output, TextWriter error, bool isWatched) : IAsyncDisposable
{
    private const int BufferChars = 16 << 10;
    private readonly StreamWriter _text = new(output, new UTF8Encoding(false), BufferChars) { NewLine = "\n" };

    /// <summary>Text results, buffered until <see cref="Flush"/> or the end.</summary>
    public TextWriter Output => _text;

    public TextWriter Error { get; } = error;

    public bool IsWatched { get; } = isWatched;

    /// <summary>Width of the terminal, characters.</summary>
    public static int Width => Console.IsOutputRedirected ? 160 : Math.Clamp(AnsiConsole.Profile.Width, 60, 400);

    public static Terminal OfProcess() =>
        new(Console.OpenStandardOutput(), Console.Error, !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "dumb"));

    /// <summary>Bytes that go out after the text so far.</summary>
    public async ValueTask<Stream> OpenBinary(CancellationToken cancel)
    {
        await _text.FlushAsync(cancel);
        return output;
    }

    public Task Flush(CancellationToken cancel) => _text.FlushAsync(cancel);

    /// <summary>A console on error for bars and spinners.</summary>
    public IAnsiConsole Drawing() => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Error) });

    public async ValueTask DisposeAsync()
    {
        await _text.DisposeAsync();
        await output.DisposeAsync();
    }
}
