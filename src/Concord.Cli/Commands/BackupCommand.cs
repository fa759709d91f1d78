using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Concord.Vault.Backup;

namespace Concord.Cli.Commands;

/// <summary><c>concord backup</c>: makes the next restore point of a data folder, whether a server runs on it or not.</summary>
internal static class BackupCommand
{
    private const int MaxKept = 100_000;

    public static Command Build(Terminal terminal)
    {
        var data = DataFolderOptions.Data();
        var to = new Option<string>("--to") { Description = "Where the backup is kept; made when it is not there.", Required = true, HelpName = "DIR" };
        var check = new Option<bool>("--check") { Description = "Then read all of the restore point again and compare its hashes." };
        var keep = new Option<int?>("--keep") { Description = "Then keep the newest N restore points only.", HelpName = "N" };
        keep.Validators.Add(Arguments.BetweenOrNone(keep, 1, MaxKept));
        var json = Arguments.Json();
        var command = new Command("backup", "Back up a data folder, while its server runs or not; list what is there.") { data, to, check, keep, json };
        command.SetAction((parsed, cancel) => Run(parsed.GetValue(data)!, parsed.GetValue(to)!, parsed.GetValue(check), parsed.GetValue(keep), parsed.GetValue(json), terminal, cancel));
        command.Subcommands.Add(BuildList(terminal));
        return command;
    }

    private static async Task<int> Run(string data, string to, bool check, int? keep, bool json, Terminal terminal, CancellationToken cancel)
    {
        var findings = new FindingLines(terminal.Error);
        using var progress = new DrawnProgress(terminal);
        var made = await VaultBackup.Run(DataFolderOptions.Of(data).Folder, to, TimeProvider.System, findings.Tell, progress, cancel);
        if (check) await VaultBackups.Check(to, made.Point, setAside: true, findings.Tell, progress, cancel);
        var pruned = keep is { } newest ? await VaultBackups.Prune(to, newest, cancel) : (Points: 0, Bytes: 0L);
        if (json) await WriteJson(made, findings.Count, pruned.Points, terminal);
        else await WriteText(made, pruned, findings.Count, terminal);
        return findings.Count == 0 ? ExitCode.Fine : ExitCode.Failed;
    }

    private static Task WriteText(BackupResult made, (int Points, long Bytes) pruned, long findings, Terminal terminal)
    {
        var text = string.Create(CultureInfo.InvariantCulture,
            $"restore point {made.Point}: {made.Bundles} bundles, {made.Entries} objects, {made.Bytes / 1e6:F1} MB; {made.BytesRead / 1e6:F1} MB read, {made.BytesNew / 1e6:F1} MB new");
        if (pruned.Points > 0) text += string.Create(CultureInfo.InvariantCulture, $"; {pruned.Points} older ones gone, {pruned.Bytes / 1e6:F1} MB freed");
        return terminal.Output.WriteLineAsync(findings == 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{text}; {findings} findings"));
    }

    private static async Task WriteJson(BackupResult made, long findings, int pruned, Terminal terminal)
    {
        using var buffer = new MemoryStream();
        await using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("point", made.Point);
            writer.WriteString("at", made.At);
            writer.WriteNumber("bundles", made.Bundles);
            writer.WriteNumber("objects", made.Entries);
            writer.WriteNumber("bytes", made.Bytes);
            writer.WriteNumber("bytesRead", made.BytesRead);
            writer.WriteNumber("bytesNew", made.BytesNew);
            writer.WriteNumber("pruned", pruned);
            writer.WriteNumber("findings", findings);
            writer.WriteEndObject();
        }
        await terminal.Output.WriteLineAsync(System.Text.Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }

    private static Command BuildList(Terminal terminal)
    {
        var from = new Option<string>("--from") { Description = "Where the backup is kept.", Required = true, HelpName = "DIR" };
        var list = new Command("list", "List the restore points of a backup.") { from };
        list.SetAction((parsed, cancel) => List(parsed.GetValue(from)!, terminal, cancel));
        return list;
    }

    private static async Task<int> List(string from, Terminal terminal, CancellationToken cancel)
    {
        if (!VaultBackups.Is(from)) throw new CommandException($"{from} is no backup of Concord");
        var points = VaultBackups.List(from);
        foreach (var point in points)
            await terminal.Output.WriteLineAsync((point.IsWhole
                ? string.Create(CultureInfo.InvariantCulture, $"{point.Number}\t{point.At:yyyy-MM-dd HH:mm:ss}Z\t{point.Bundles} bundles\t{point.Entries} objects\t{point.Bytes / 1e6:F1} MB")
                : string.Create(CultureInfo.InvariantCulture, $"{point.Number}\tdamaged")).AsMemory(), cancel);
        return points.All(point => point.IsWhole) ? ExitCode.Fine : ExitCode.Failed;
    }
}
