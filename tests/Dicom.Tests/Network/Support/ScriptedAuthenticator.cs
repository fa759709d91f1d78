using System.Collections.Concurrent;
using Concord.Network.ServiceClasses;

namespace Dicom.Tests.Network.Support;

/// <summary>Knows one user with one passcode and one token, and nothing of tickets and assertions; keeps what it was asked.</summary>
internal sealed class ScriptedAuthenticator : IAssociationAuthenticator
{
    internal ConcurrentQueue<(UserIdentityType Type, string Primary, string Secondary, string Address)> Asked { get; } = new();

    public ValueTask<AuthenticationResult> Authenticate(AssociationCredentials credentials, CancellationToken cancel)
    {
        var (primary, secondary) = (System.Text.Encoding.UTF8.GetString(credentials.Primary.Span), System.Text.Encoding.UTF8.GetString(credentials.Secondary.Span));
        Asked.Enqueue((credentials.Type, primary, secondary, credentials.Address));
        return new((credentials.Type, primary, secondary) switch
        {
            (UserIdentityType.UsernameAndPasscode, "müller", "geheim") => new AuthenticationResult.Verified("müller"),
            (UserIdentityType.JsonWebToken, "a.b.c", _) => new AuthenticationResult.Verified("token-user"),
            (UserIdentityType.Kerberos or UserIdentityType.Saml, _, _) => new AuthenticationResult.NotSupported(),
            _ => new AuthenticationResult.Refused(),
        });
    }
}
