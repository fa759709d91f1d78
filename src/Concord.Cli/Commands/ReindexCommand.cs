using System.CommandLine;
using System.Globalization;
using Concord.Vault.Lifecycle;
using Microsoft.Extensions.Logging.Abstractions;

namespace Concord.Cli.Commands;

/// <summary><c>concord reindex</c>: builds the index of a data folder anew.</summary>
internal static class ReindexCommand
{
    public static Command Build(Terminal terminal)
    {
        var data = DataFolderOptions.Data();
        var command = new Command("reindex", "Build the index of a data folder anew from its bundles and facts.") { data };
        command.SetAction((parsed, cancel) => Run(parsed.GetValue(data)!, terminal, cancel));
        return command;
    }

    private static async Task<int> Run(string folder, Terminal terminal, CancellationToken cancel)
    {
        VaultProgress read;
        using (var progress = new DrawnProgress(terminal)) read = await VaultReindexer.Reindex(DataFolderOptions.Of(folder), TimeProvider.System, NullLoggerFactory.Instance, progress, cancel);
        await terminal.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{read.Bundles} bundles, {read.Entries} objects, {read.Bytes / 1e6:F1} MB indexed anew"));
        return ExitCode.Fine;
    }
}
