using System.CommandLine;
using System.Net.Sockets;
using Concord.Dicom.Encoding;
using Concord.Vault.Receive;

namespace Concord.Cli.Commands;

/// <summary>The whole command line: one verb a file beside this one.</summary>
internal static class ConcordCommand
{
    /// <summary>Parses, runs and turns what went wrong into one line and an exit code.</summary>
    public static async Task<int> Run(string[] arguments, Terminal terminal, CancellationToken cancel)
    {
        var parsed = Build(terminal).Parse(arguments);
        if (parsed.Errors is [var first, ..])
        {
            await terminal.Error.WriteLineAsync($"concord: {OneLine(first.Message)} (see 'concord {VerbOf(parsed)}--help')");
            return ExitCode.Usage;
        }
        try
        {
            return await parsed.InvokeAsync(Configuration(terminal), cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            await terminal.Error.WriteLineAsync("concord: stopped");
            return ExitCode.Interrupted;
        }
        catch (Exception failure) when (IsExpected(failure))
        {
            await terminal.Error.WriteLineAsync($"concord: {OneLine(failure.Message)}");
            return ExitCode.Failed;
        }
        finally
        {
            await terminal.Flush(CancellationToken.None);
        }
    }

    /// <summary>Every verb.</summary>
    internal static RootCommand Build(Terminal terminal) => new("Concord, an open medical image archive: the command line.")
    {
        EchoCommand.Build(terminal),
        StoreCommand.Build(terminal),
        CommitCommand.Build(terminal),
        FindCommand.Build(terminal),
        GetCommand.Build(terminal),
        MoveCommand.Build(terminal),
        DumpCommand.Build(terminal),
        JsonCommand.Build(terminal),
        XmlCommand.Build(terminal),
        ConvertCommand.Build(),
        ValidateCommand.Build(terminal),
        VerifyCommand.Build(terminal),
        ReindexCommand.Build(terminal),
        BackupCommand.Build(terminal),
        RestoreCommand.Build(terminal),
        PeerCommand.Build(terminal),
        SynthCommand.Build(terminal),
        UserCommand.Build(terminal),
        CertCommand.Build(terminal),
    };

    private static InvocationConfiguration Configuration(Terminal terminal) => new()
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null,
        Output = terminal.Output,
        Error = terminal.Error,
    };

    // what the world does to a verb; anything else is a bug and shows its stack
    private static bool IsExpected(Exception failure) => failure is CommandException or VaultException or DicomFormatException
        or IOException or InvalidDataException or UnauthorizedAccessException or SocketException or HttpRequestException or System.Text.Json.JsonException;

    private static string VerbOf(ParseResult parsed) => parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ";

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").TrimEnd();
}
