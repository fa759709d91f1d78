using System.CommandLine;
using System.Globalization;
using Concord.Vault.Lifecycle;
using Microsoft.Extensions.Logging.Abstractions;

namespace Concord.Cli.Commands;

/// <summary><c>concord verify</c>: checks every bundle of a data folder.</summary>
internal static class VerifyCommand
{
    public static Command Build(Terminal terminal)
    {
        var data = DataFolderOptions.Data();
        var command = new Command("verify", "Check every bundle of a data folder.") { data };
        command.SetAction((parsed, cancel) => Run(parsed.GetValue(data)!, terminal, cancel));
        return command;
    }

    private static async Task<int> Run(string folder, Terminal terminal, CancellationToken cancel)
    {
        long findings = 0;
        var progress = new LastProgress();
        await foreach (var finding in VaultVerifier.Verify(DataFolderOptions.Of(folder), TimeProvider.System, NullLoggerFactory.Instance, progress, cancel))
        {
            findings++;
            await terminal.Output.WriteLineAsync(Line(finding));
        }
        var last = progress.Last;
        await terminal.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{last.Bundles} bundles, {last.Entries} objects, {last.Bytes / 1e6:F1} MB checked: {(findings == 0 ? "all is well" : $"{findings} findings")}"));
        return findings == 0 ? ExitCode.Fine : ExitCode.Failed;
    }

    private static string Line(VerifyFinding finding)
    {
        var place = finding.BundleId is { } bundle ? string.Create(CultureInfo.InvariantCulture, $"bundle {bundle}") : "folder";
        if (finding.ArrivalNumber is { } entry) place += string.Create(CultureInfo.InvariantCulture, $", object {entry}");
        return $"{place}: {finding.Message}";
    }
}
