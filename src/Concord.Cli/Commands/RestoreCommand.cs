using System.CommandLine;
using System.Globalization;
using Concord.Vault.Backup;
using Concord.Vault.Receive;
using Microsoft.Extensions.Logging.Abstractions;

namespace Concord.Cli.Commands;

/// <summary><c>concord restore</c>: makes a data folder of a restore point.</summary>
internal static class RestoreCommand
{
    public static Command Build(Terminal terminal)
    {
        var from = new Option<string>("--from") { Description = "Where the backup is kept.", Required = true, HelpName = "DIR" };
        var data = new Option<string>("--data") { Description = "The data folder to make: empty, or not there.", Required = true, HelpName = "DIR" };
        var at = new Option<long?>("--at") { Description = "Number of the restore point; the newest one when left out.", HelpName = "N" };
        var command = new Command("restore", "Make a data folder of a backup; every byte is held against its hash.") { from, data, at };
        command.SetAction((parsed, cancel) => Run(parsed.GetValue(from)!, parsed.GetValue(data)!, parsed.GetValue(at), terminal, cancel));
        return command;
    }

    private static async Task<int> Run(string from, string data, long? at, Terminal terminal, CancellationToken cancel)
    {
        var findings = new FindingLines(terminal.Error);
        using var progress = new DrawnProgress(terminal);
        var made = await VaultRestore.Run(from, new VaultOptions { Folder = data }, at, TimeProvider.System, NullLoggerFactory.Instance, findings.Tell, progress, cancel);
        var sum = made.Restored;
        await terminal.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"restore point {made.Point} of {made.At:yyyy-MM-dd HH:mm:ss}Z: {sum.Bundles} bundles, {sum.Bytes / 1e6:F1} MB restored; {made.Indexed.Entries} objects in {made.Indexed.Bundles} bundles indexed{(findings.Count == 0 ? "" : $"; {findings.Count} findings")}"));
        return findings.Count == 0 ? ExitCode.Fine : ExitCode.Failed;
    }
}
