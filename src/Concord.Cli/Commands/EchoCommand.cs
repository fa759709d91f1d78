using System.CommandLine;
using System.Globalization;
using Concord.Cli.Sending;
using Concord.Network;
using Concord.Network.ServiceClasses;

namespace Concord.Cli.Commands;

/// <summary><c>concord echo</c>: asks whether a peer is there.</summary>
internal static class EchoCommand
{
    public static Command Build(Terminal terminal)
    {
        var peer = new Argument<RemotePeer>("PEER") { Description = "AE@HOST:PORT", CustomParser = Arguments.ParsePeer };
        var caller = Arguments.CallingAe();
        var connection = new ConnectionOptions();
        var command = new Command("echo", "Verify that a peer answers (C-ECHO).") { peer, caller };
        connection.AddTo(command);
        command.SetAction((parsed, cancel) => Run(connection.Of(parsed, parsed.GetValue(peer)!), connection.Options(parsed, parsed.GetValue(caller)!), terminal, cancel));
        return command;
    }

    private static async Task<int> Run(RemotePeer peer, NetworkOptions options, Terminal terminal, CancellationToken cancel)
    {
        var name = $"{peer.AeTitle}@{peer.Host}:{peer.Port}";
        var started = TimeProvider.System.GetTimestamp();
        try
        {
            var status = await new DicomClient(peer, options).Echo(cancel);
            if (!status.IsSuccess) throw new CommandException($"{name} answers: {SendTally.Explain(status)}");
        }
        catch (AssociationException failure)
        {
            throw new CommandException($"{name}: {failure.Message}", failure);
        }
        var milliseconds = TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;
        await terminal.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{name} answers in {milliseconds:F0} ms"));
        return ExitCode.Fine;
    }
}
