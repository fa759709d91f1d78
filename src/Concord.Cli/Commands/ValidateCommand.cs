using System.CommandLine;
using System.Threading.Channels;
using Concord.Cli.Listing;
using Concord.Cli.Sources;
using Concord.Dicom.Validation;

namespace Concord.Cli.Commands;

/// <summary><c>concord validate</c>: where files are not what the standard has them be.</summary>
internal static class ValidateCommand
{
    public static Command Build(Terminal terminal)
    {
        var paths = new Argument<string[]>("PATH") { Description = "Files, folders, ZIPs, a DICOMDIR.", Arity = ArgumentArity.OneOrMore };
        var level = new Option<string>("--level") { Description = "The least that is told: error, warning or note.", DefaultValueFactory = _ => "warning", HelpName = "LEVEL" };
        level.AcceptOnlyFromAmong("error", "warning", "note");
        var json = Arguments.Json();
        var command = new Command("validate", "Say where files are not what the standard has them be.") { level, json, paths };
        command.SetAction((parsed, cancel) =>
            Run(parsed.GetValue(paths)!, Enum.Parse<FindingSeverity>(parsed.GetValue(level)!, ignoreCase: true), parsed.GetValue(json), terminal, cancel));
        return command;
    }

    private static async Task<int> Run(string[] paths, FindingSeverity least, bool json, Terminal terminal, CancellationToken cancel)
    {
        var tally = new FindingTally(terminal, json);
        using var walk = new SourceWalk(tally.AddProblem);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        // as many files at a time as there are cores, told in the order in which they were found
        var underWay = Channel.CreateBounded<Task<FileFindings>>(Environment.ProcessorCount);
        var options = new ValidationOptions { Least = least };
        var feeding = Task.Run(() => Feed(walk.Entries(paths), options, underWay.Writer, stop.Token), stop.Token);
        try
        {
            await foreach (var file in underWay.Reader.ReadAllAsync(cancel)) await tally.Add(await file, cancel);
        }
        finally
        {
            await stop.CancelAsync();
        }
        await feeding;
        if (tally.Files == 0 && tally.Unread == 0) throw new CommandException("there is nothing to validate");
        await terminal.Output.WriteLineAsync(tally.Summary);
        return tally.Errors > 0 || tally.Unread > 0 ? ExitCode.Failed : ExitCode.Fine;
    }

    private static async Task Feed(IEnumerable<SourceEntry> entries, ValidationOptions options, ChannelWriter<Task<FileFindings>> underWay, CancellationToken cancel)
    {
        Exception? failure = null;
        try
        {
            foreach (var entry in entries) await underWay.WriteAsync(Task.Run(() => FileFindings.Of(entry, options, cancel), cancel), cancel);
        }
        catch (Exception error)
        {
            failure = error; // the reader throws it on
        }
        underWay.Complete(failure);
    }
}
