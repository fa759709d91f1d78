using System.Collections.Concurrent;
using System.CommandLine;
using System.Globalization;
using Concord.Cli.Sending;
using Concord.Cli.Sources;
using Concord.Network;
using Concord.Network.ServiceClasses;

namespace Concord.Cli.Commands;

/// <summary><c>concord store</c>: sends files, folders, ZIPs and what a DICOMDIR refers to.</summary>
internal static class StoreCommand
{
    private const int MaxAssociations = 64, MaxWindow = 256, MaxRetries = 100;

    public static Command Build(Terminal terminal)
    {
        var to = Arguments.Peer("--to", "Where to.");
        var caller = Arguments.CallingAe();
        var connection = new ConnectionOptions();
        var paths = new Argument<string[]>("PATH") { Description = "Files, folders, ZIPs, a DICOMDIR.", Arity = ArgumentArity.OneOrMore };
        var associations = new Option<int>("--associations") { Description = "Associations at once.", DefaultValueFactory = _ => 1, HelpName = "N" };
        var resume = new Option<string?>("--resume") { Description = "Journal of what was taken: a second run sends only what is missing.", HelpName = "FILE" };
        var window = new Option<int>("--window") { Description = "Objects sent ahead of their answers, where the peer grants it.", DefaultValueFactory = _ => 1, HelpName = "N" };
        var retries = new Option<int>("--retries") { Description = "Tries after the first, with growing pauses, where a failure may pass.", DefaultValueFactory = _ => 3, HelpName = "N" };
        var json = Arguments.Json();
        associations.Validators.Add(Arguments.Between(associations, 1, MaxAssociations));
        window.Validators.Add(Arguments.Between(window, 1, MaxWindow));
        retries.Validators.Add(Arguments.Between(retries, 0, MaxRetries));
        var commit = new Option<bool>("--commit") { Description = "Then ask the peer to commit to what it took." };
        var commitment = new CommitmentOptions();
        var command = new Command("store", "Send objects to a peer (C-STORE).") { to, caller, associations, window, retries, resume, json, paths, commit };
        connection.AddTo(command);
        commitment.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var options = connection.Options(parsed, parsed.GetValue(caller)!);
            (options.MaxOperationsInvoked, options.StoreRetries) = (parsed.GetValue(window), parsed.GetValue(retries));
            var peer = connection.Of(parsed, parsed.GetValue(to)!);
            var taken = parsed.GetValue(commit) ? new ConcurrentBag<SourceObject>() : null;
            var code = await Run(
                peer, options, parsed.GetValue(paths)!, parsed.GetValue(associations), parsed.GetValue(resume), parsed.GetValue(json), taken, terminal, cancel);
            if (taken is null or { IsEmpty: true }) return code;
            await using var listener = await commitment.Listen(parsed, options, cancel);
            var run = new CommitRun(new DicomClient(peer, options), listener, commitment.Wait(parsed), terminal.Error);
            await CommitCommand.Ask(peer, run, taken, cancel);
            await terminal.Output.WriteLineAsync(CommitCommand.Text(run, parsed.GetValue(json)));
            return run.Failed > 0 ? ExitCode.Failed : code;
        });
        return command;
    }

    private static async Task<int> Run(
        RemotePeer peer, NetworkOptions options, string[] paths, int associations, string? resume, bool json, ConcurrentBag<SourceObject>? taken, Terminal terminal,
        CancellationToken cancel)
    {
        var tally = new SendTally(terminal.Error);
        using var journal = resume is null ? null : SendJournal.Open(resume, peer);
        using var walk = new SourceWalk(tally.AddProblem);
        var run = new StoreRun(new DicomClient(peer, options) { Pausing = json ? null : tally.TellPause }, associations, tally, journal, taken is null ? null : taken.Add);
        var started = TimeProvider.System.GetTimestamp();
        var gaveUp = terminal.IsWatched
            ? await StoreProgress.Watch(terminal, paths, tally, () => run.Run(walk.Entries(paths), cancel), cancel)
            : await run.Run(walk.Entries(paths), cancel);
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        if (gaveUp is null || tally.Sent > 0) await terminal.Output.WriteLineAsync(json ? Json(tally, seconds) : Text(tally, seconds));
        if (gaveUp is not null) throw new CommandException($"{peer.AeTitle}@{peer.Host}:{peer.Port}: {gaveUp}");
        if (tally is { Sent: 0, Failed: 0, Already: 0 }) throw new CommandException("there is nothing to send");
        return tally.Failed > 0 ? ExitCode.Failed : ExitCode.Fine;
    }

    private static string Text(SendTally tally, double seconds)
    {
        var rate = seconds > 0 ? tally.Bytes / 1e6 / seconds : 0;
        var text = string.Create(CultureInfo.InvariantCulture, $"{tally.Sent} sent ({tally.Bytes / 1e6:F1} MB in {seconds:F1} s, {rate:F1} MB/s), {tally.Failed} failed");
        if (tally.Warned > 0) text += string.Create(CultureInfo.InvariantCulture, $", {tally.Warned} with a warning");
        if (tally.Already > 0) text += string.Create(CultureInfo.InvariantCulture, $", {tally.Already} sent before");
        if (tally.PassedOver > 0) text += string.Create(CultureInfo.InvariantCulture, $", {tally.PassedOver} other files passed over");
        return text;
    }

    private static string Json(SendTally tally, double seconds) => string.Create(CultureInfo.InvariantCulture,
        $$"""{"sent":{{tally.Sent}},"failed":{{tally.Failed}},"warnings":{{tally.Warned}},"sentBefore":{{tally.Already}},"passedOver":{{tally.PassedOver}},"bytes":{{tally.Bytes}},"seconds":{{seconds:F3}}}""");
}
