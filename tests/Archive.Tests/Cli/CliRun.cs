using System.Text;
using Concord.Cli;
using Concord.Cli.Commands;

namespace Archive.Tests.Cli;

/// <summary>The command line run inside the test, all that it says captured.</summary>
internal sealed record CliRun(int ExitCode, byte[] Bytes, string Errors)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    public string Output => Encoding.UTF8.GetString(Bytes);

    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public static async Task<CliRun> Of(params string[] arguments)
    {
        using var output = new MemoryStream();
        await using var errors = new StringWriter();
        using var limit = new CancellationTokenSource(Longest);
        var terminal = new Terminal(output, errors, isWatched: false);
        var exit = await ConcordCommand.Run(arguments, terminal, limit.Token);
        await terminal.Flush(CancellationToken.None);
        return new(exit, output.ToArray(), errors.ToString());
    }

    /// <summary>This run, or a failure that shows what was said.</summary>
    public CliRun Fine()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}: {Errors}");
        return this;
    }
}
