using System.CommandLine;
using System.Net;
using Concord.Network;
using Concord.Network.ServiceClasses;

namespace Concord.Cli.Commands;

/// <summary>How the report of a Storage Commitment is waited for.</summary>
internal sealed class CommitmentOptions
{
    private const int MaxWaitSeconds = 86_400;

    private readonly Option<int?> _listen = new("--listen") { Description = "Port at which the peer may report on an association of its own.", HelpName = "PORT" };
    private readonly Option<int> _wait = new("--wait") { Description = "Seconds to wait for the report.", DefaultValueFactory = _ => 60, HelpName = "SEC" };

    public CommitmentOptions()
    {
        _listen.Validators.Add(Arguments.BetweenOrNone(_listen, 1, 65535));
        _wait.Validators.Add(Arguments.Between(_wait, 1, MaxWaitSeconds));
    }

    public void AddTo(Command command)
    {
        command.Add(_listen);
        command.Add(_wait);
    }

    public TimeSpan Wait(ParseResult parsed) => TimeSpan.FromSeconds(parsed.GetValue(_wait));

    /// <summary>Null when no port is named: the report comes on the association that asks, or not at all.</summary>
    public async Task<CommitmentListener?> Listen(ParseResult parsed, NetworkOptions options, CancellationToken cancel) =>
        parsed.GetValue(_listen) is { } port ? await CommitmentListener.Listen(IPAddress.Any, port, options, cancel: cancel) : null;
}
