using System.CommandLine;
using System.Globalization;
using Concord.Cli.Sending;
using Concord.Cli.Sources;
using Concord.Network;
using Concord.Network.ServiceClasses;

namespace Concord.Cli.Commands;

/// <summary><c>concord commit</c>: asks a peer whether it keeps what was sent (Storage Commitment).</summary>
internal static class CommitCommand
{
    public static Command Build(Terminal terminal)
    {
        var to = Arguments.Peer("--to", "Whom to ask.");
        var caller = Arguments.CallingAe();
        var connection = new ConnectionOptions();
        var commitment = new CommitmentOptions();
        var json = Arguments.Json();
        var paths = new Argument<string[]>("PATH") { Description = "Files, folders, ZIPs, a DICOMDIR.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("commit", "Ask a peer to commit to the storage of objects.") { to, caller, json, paths };
        connection.AddTo(command);
        commitment.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var options = connection.Options(parsed, parsed.GetValue(caller)!);
            await using var listener = await commitment.Listen(parsed, options, cancel);
            var peer = connection.Of(parsed, parsed.GetValue(to)!);
            var run = new CommitRun(new DicomClient(peer, options), listener, commitment.Wait(parsed), terminal.Error);
            return await Run(peer, parsed.GetValue(paths)!, run, parsed.GetValue(json), terminal, cancel);
        });
        return command;
    }

    private static async Task<int> Run(RemotePeer peer, string[] paths, CommitRun run, bool json, Terminal terminal, CancellationToken cancel)
    {
        var tally = new SendTally(terminal.Error);
        var heads = new SourceHeads(tally);
        using var walk = new SourceWalk(tally.AddProblem);
        var objects = walk.Entries(paths).Select(heads.Open).OfType<SourceObject>().ToList();
        if (objects.Count == 0) throw new CommandException("there is nothing to ask for");
        await Ask(peer, run, objects, cancel);
        await terminal.Output.WriteLineAsync(Text(run, json));
        return run.Failed + tally.Failed > 0 ? ExitCode.Failed : ExitCode.Fine;
    }

    /// <summary>Names the peer in what goes wrong.</summary>
    public static async Task Ask(RemotePeer peer, CommitRun run, IReadOnlyCollection<SourceObject> objects, CancellationToken cancel)
    {
        try
        {
            await run.Run(objects, cancel);
        }
        catch (Exception failure) when (failure is AssociationException or CommandException)
        {
            throw new CommandException($"{peer.AeTitle}@{peer.Host}:{peer.Port}: {failure.Message}", failure);
        }
    }

    public static string Text(CommitRun run, bool json) => json
        ? string.Create(CultureInfo.InvariantCulture, $$"""{"committed":{{run.Committed}},"notCommitted":{{run.Failed}}}""")
        : string.Create(CultureInfo.InvariantCulture, $"{run.Committed} committed, {run.Failed} not");
}
