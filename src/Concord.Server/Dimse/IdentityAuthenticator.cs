using System.Text;
using Concord.Network.ServiceClasses;
using Concord.Trust.Identity;

namespace Concord.Server.Dimse;

/// <summary>User identities of associations (PS3.7 §D.3.3.7), verified by Trust: names with passcodes, and tokens.</summary>
/// <remarks>A name alone proves nothing, and tickets and assertions have no verifier: they are not supported, which <c>Dicom:UserIdentity</c> turns into an anonymous
/// association or a rejection.</remarks>
internal sealed class IdentityAuthenticator(IdentityVerifier verifier) : IAssociationAuthenticator
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public async ValueTask<AuthenticationResult> Authenticate(AssociationCredentials credentials, CancellationToken cancel)
    {
        string primary, secondary;
        try
        {
            (primary, secondary) = (Strict.GetString(credentials.Primary.Span), Strict.GetString(credentials.Secondary.Span));
        }
        catch (DecoderFallbackException)
        {
            return Unsupported(credentials.Type) ? new AuthenticationResult.NotSupported() : new AuthenticationResult.Refused();
        }
        var user = credentials.Type switch
        {
            UserIdentityType.UsernameAndPasscode => await verifier.VerifyPasscode(primary, secondary, credentials.Address, cancel),
            UserIdentityType.JsonWebToken when verifier.KnowsTokens => await verifier.VerifyToken(primary, credentials.Address, cancel),
            _ => null,
        };
        if (user is not null) return new AuthenticationResult.Verified(user);
        return Unsupported(credentials.Type) ? new AuthenticationResult.NotSupported() : new AuthenticationResult.Refused();
    }

    private bool Unsupported(UserIdentityType type) => type switch
    {
        UserIdentityType.UsernameAndPasscode => false,
        UserIdentityType.JsonWebToken => !verifier.KnowsTokens,
        _ => true,
    };
}
