namespace Concord.Network.ServiceClasses;

/// <summary>Verifies who a requestor says it is (PS3.7 §D.3.3.7). Safe for any thread.</summary>
public interface IAssociationAuthenticator
{
    /// <summary>Answers in bounded time; called before the association is accepted.</summary>
    ValueTask<AuthenticationResult> Authenticate(AssociationCredentials credentials, CancellationToken cancel);
}
