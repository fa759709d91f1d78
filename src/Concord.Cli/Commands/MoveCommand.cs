using System.CommandLine;
using Concord.Cli.Retrieving;
using Concord.Network;
using Concord.Network.ServiceClasses;

namespace Concord.Cli.Commands;

/// <summary><c>concord move</c>: has a peer send to a third one.</summary>
internal static class MoveCommand
{
    public static Command Build(Terminal terminal)
    {
        var from = Arguments.Peer("--from", "Whom to ask.");
        var caller = Arguments.CallingAe();
        var connection = new ConnectionOptions();
        var destination = new Option<string>("--to-ae") { Description = "AE title that the objects are sent to; the peer must know it.", Required = true, HelpName = "AE" };
        destination.Validators.Add(result =>
        {
            if (result.GetValue(destination) is { } title && !Arguments.IsAeTitle(title)) result.AddError($"'{title}' is no AE title: 1 to 16 characters.");
        });
        var selection = new SelectionOptions();
        var command = new Command("move", "Have a peer send objects to another (C-MOVE).") { from, caller, destination };
        connection.AddTo(command);
        selection.AddTo(command);
        command.SetAction((parsed, cancel) => Run(connection.Of(parsed, parsed.GetValue(from)!), connection.Options(parsed, parsed.GetValue(caller)!), parsed.GetValue(destination)!, selection.Of(parsed), terminal, cancel));
        return command;
    }

    private static async Task<int> Run(RemotePeer peer, NetworkOptions options, string destination, Selection selection, Terminal terminal, CancellationToken cancel)
    {
        var client = new DicomClient(peer, options);
        var relational = !selection.Level.IsHierarchical(selection.Identifier);
        var last = await RetrieveRun.Follow(client.Move(selection.Level.Model, selection.Identifier, destination, relational, cancel), terminal);
        if (last.SubOperations is { } counts) await terminal.Output.WriteLineAsync(RetrieveRun.Counts(counts));
        return RetrieveRun.Conclude("move", last, terminal);
    }
}
