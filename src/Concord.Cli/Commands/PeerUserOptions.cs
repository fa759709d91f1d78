using System.CommandLine;
using Concord.Network.ServiceClasses;

namespace Concord.Cli.Commands;

/// <summary>On whose behalf the server calls a peer. Files are named as they are called in the server's <c>Server:PeerSecretsFolder</c>.</summary>
internal sealed class PeerUserOptions
{
    private readonly Option<string?> _user = new("--as-user") { Description = "User on whose behalf the server calls the peer.", HelpName = "NAME" };
    private readonly Option<string?> _passcode = new("--as-passcode-file") { Description = "File of the server's Server:PeerSecretsFolder whose first line is the passcode.", HelpName = "FILE" };
    private readonly Option<string?> _token = new("--as-token-file") { Description = "File there with a JSON Web Token, in place of a name.", HelpName = "FILE" };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_user, _passcode, _token]) command.Add(option);
        command.Validators.Add(result =>
        {
            var (user, passcode, token) = (result.GetValue(_user), result.GetValue(_passcode), result.GetValue(_token));
            if (passcode is not null && user is null) result.AddError("--as-passcode-file needs --as-user.");
            else if (user is not null && token is not null) result.AddError("--as-user and --as-token-file exclude each other.");
            else if ((user ?? token) is not null && !new PeerUser(user, passcode, token).IsValid) result.AddError("Files are named as they are called in Server:PeerSecretsFolder, without a folder.");
        });
    }

    public PeerUser? Of(ParseResult parsed) =>
        (parsed.GetValue(_user), parsed.GetValue(_token)) is (null, null) ? null : new(parsed.GetValue(_user), parsed.GetValue(_passcode), parsed.GetValue(_token));
}
