using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Concord.Vault.Backup;
using Concord.Vault.Lifecycle;
using Microsoft.Extensions.Logging.Abstractions;

namespace Concord.Cli.Commands;

/// <summary><c>concord verify</c>: checks every byte of a data folder that no server uses, or of a backup.</summary>
internal static class VerifyCommand
{
    public static Command Build(Terminal terminal)
    {
        var data = DataFolderOptions.Data();
        data.Description = "The archive's data folder, or a backup.";
        var json = Arguments.Json();
        var command = new Command("verify", "Check every bundle of a data folder, or every object of a backup.") { data, json };
        command.SetAction((parsed, cancel) => Run(parsed.GetValue(data)!, parsed.GetValue(json), terminal, cancel));
        return command;
    }

    private static async Task<int> Run(string folder, bool json, Terminal terminal, CancellationToken cancel)
    {
        var findings = new FindingLines(terminal.Output, json);
        using var progress = new DrawnProgress(terminal);
        var isBackup = VaultBackups.Is(folder);
        var options = DataFolderOptions.Of(folder);
        var last = new LastProgress(progress);
        if (isBackup) last.Report(await VaultBackups.Check(folder, null, setAside: false, findings.Tell, progress, cancel));
        else
            await foreach (var finding in VaultVerifier.Verify(options, TimeProvider.System, NullLoggerFactory.Instance, last, cancel)) findings.Tell(finding);
        await terminal.Output.WriteLineAsync((json ? Json(last.Last, findings.Count) : Text(last.Last, findings.Count)).AsMemory(), cancel);
        return findings.Count == 0 ? ExitCode.Fine : ExitCode.Failed;
    }

    private static string Text(VaultProgress sum, long findings) => string.Create(CultureInfo.InvariantCulture,
        $"{sum.Bundles} bundles, {sum.Entries} objects, {sum.Bytes / 1e6:F1} MB checked: {(findings == 0 ? "all is well" : $"{findings} findings")}");

    private static string Json(VaultProgress sum, long findings)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("bundles", sum.Bundles);
            writer.WriteNumber("objects", sum.Entries);
            writer.WriteNumber("bytes", sum.Bytes);
            writer.WriteNumber("findings", findings);
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }
}
