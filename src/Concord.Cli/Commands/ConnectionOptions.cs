using System.CommandLine;
using System.Security.Cryptography;
using Concord.Network;
using Concord.Network.ServiceClasses;

namespace Concord.Cli.Commands;

/// <summary>How a verb calls its peer: over TLS or not, with which certificate, on whose behalf, and how long it waits.</summary>
internal sealed class ConnectionOptions
{
    private const int LongestWait = 86_400;

    private readonly Option<bool> _tls = new("--tls") { Description = "Call over TLS; also written AE@HOST:PORT;tls." };
    private readonly Option<string?> _authorities = new("--tls-ca") { Description = "Authorities whose certificates are believed, PEM; the system's when left out.", HelpName = "FILE" };
    private readonly Option<string?> _certificate = new("--tls-cert") { Description = "Our certificate, PEM.", HelpName = "FILE" };
    private readonly Option<string?> _key = new("--tls-key") { Description = "Its key, PEM, when it is in a file of its own.", HelpName = "FILE" };
    private readonly Option<bool> _anyName = new("--tls-any-name") { Description = "The peer's certificate need not name the host." };
    private readonly Option<string?> _user = new("--user") { Description = "On whose behalf.", HelpName = "NAME" };
    private readonly Option<string?> _passcode = new("--passcode-file") { Description = "File whose first line is the user's passcode.", HelpName = "FILE" };
    private readonly Option<string?> _token = new("--jwt-file") { Description = "File with a JSON Web Token that says who we are.", HelpName = "FILE" };
    private readonly Option<bool> _confirm = new("--confirm-user") { Description = "Go on only when the peer confirms who we are." };

    private readonly Option<int?> _wait = new("--timeout") { Description = "Longest to wait for the peer, seconds; unless told 60 for an answer, 300 between those of a query.", HelpName = "SEC" };

    public void AddTo(Command command)
    {
        _wait.Validators.Add(Arguments.BetweenOrNone(_wait, 1, LongestWait));
        command.Add(_wait);
        foreach (var option in (Option[])[_tls, _authorities, _certificate, _key, _anyName, _user, _passcode, _token, _confirm]) command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_user) is not null && result.GetValue(_token) is not null) result.AddError("--user and --jwt-file exclude each other.");
            if (result.GetValue(_passcode) is not null && result.GetValue(_user) is null) result.AddError("--passcode-file needs --user.");
            if (result.GetValue(_key) is not null && result.GetValue(_certificate) is null) result.AddError("--tls-key needs --tls-cert.");
        });
    }

    /// <summary>Who we are and how long we wait.</summary>
    public NetworkOptions Options(ParseResult parsed, string callingAeTitle)
    {
        var options = new NetworkOptions { AeTitle = callingAeTitle };
        if (parsed.GetValue(_wait) is { } seconds) (options.ResponseSeconds, options.IdleSeconds) = (seconds, seconds);
        return options;
    }

    /// <summary>The peer as these options say it is to be called.</summary>
    /// <exception cref="CommandException">A file does not hold what it should.</exception>
    public RemotePeer Of(ParseResult parsed, RemotePeer peer)
    {
        try
        {
            return peer with
            {
                UseTls = peer.UseTls || parsed.GetValue(_tls),
                Credentials = new()
                {
                    Authorities = NamedFiles.Authorities(parsed.GetValue(_authorities)),
                    Certificate = NamedFiles.Certificate(parsed.GetValue(_certificate), parsed.GetValue(_key)),
                    CheckHostName = !parsed.GetValue(_anyName),
                    User = User(parsed),
                },
            };
        }
        catch (CryptographicException failure)
        {
            throw new CommandException($"a certificate or key cannot be used: {failure.Message}", failure);
        }
    }

    private UserCredential? User(ParseResult parsed)
    {
        var wantsConfirmation = parsed.GetValue(_confirm);
        if (parsed.GetValue(_token) is { } token) return UserCredential.Token(NamedFiles.Token(token), wantsConfirmation);
        return parsed.GetValue(_user) is { } user ? UserCredential.Named(user, parsed.GetValue(_passcode) is { } file ? NamedFiles.FirstLine(file) : null, wantsConfirmation) : null;
    }
}
