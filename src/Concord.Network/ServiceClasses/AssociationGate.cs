using Concord.Network.UpperLayer;
using Microsoft.Extensions.Logging;

namespace Concord.Network.ServiceClasses;

/// <summary>Decides who may have an association: called and calling AE titles, the caller's rule, its number of associations, its user identity. What the
/// association is for is the <see cref="AssociationNegotiator"/>'s.</summary>
/// <remarks>The cheap questions come first: nobody makes us verify a passcode who would be rejected anyway.</remarks>
internal sealed class AssociationGate(NetworkOptions options, AssociationLimits limits, IAssociationAuthenticator? authenticator, ILogger logger)
{
    private readonly PeerRuleSet _rules = new(options.PeerRules);

    /// <summary>The terms of the association, or the rejection; admitted, its place among its AE title's is taken until <see cref="AssociationLimits.LeaveTitle"/>.</summary>
    internal async ValueTask<Admission> Ask(AssociateRequest request, Caller caller, long number, CancellationToken cancel)
    {
        if (FindRejection(request) is { } rejection) return new(rejection);
        if (!_rules.TryFind(request.CallingAeTitle, caller, options, out var terms))
        {
            logger.CallerFitsNoRule(number);
            return new(AssociateReject.CallingAeTitleNotRecognized);
        }
        if (!limits.TryEnterTitle(request.CallingAeTitle, terms.MaxAssociations)) return new(AssociateReject.LocalLimitExceeded);
        var isAdmitted = false;
        try
        {
            var user = await Identify(request.User.Identity, terms.UserIdentity, caller, number, cancel);
            isAdmitted = user is not null;
            return isAdmitted ? new(null, terms, user!) : new(AssociateReject.IdentityNotAccepted);
        }
        finally
        {
            if (!isAdmitted) limits.LeaveTitle(request.CallingAeTitle);
        }
    }

    /// <summary>Null when titles and form of the request are acceptable.</summary>
    internal AssociateReject? FindRejection(AssociateRequest request)
    {
        if (request.ApplicationContext != AssociateRequest.DicomApplicationContext) return AssociateReject.ApplicationContextNotSupported;
        if (request.CalledAeTitle.Length == 0 || (options.RequireCalledAeTitle && request.CalledAeTitle != options.AeTitle && !options.AeTitles.Contains(request.CalledAeTitle)))
            return AssociateReject.CalledAeTitleNotRecognized;
        if (request.CallingAeTitle.Length == 0 || (options.AllowedCallingAeTitles.Count > 0 && !options.AllowedCallingAeTitles.Contains(request.CallingAeTitle)))
            return AssociateReject.CallingAeTitleNotRecognized;
        if (request.Contexts.Count == 0 || request.User.MaxLength is > 0 and < UpperLayerConnection.MinPeerLength) return AssociateReject.NoReason;
        return null;
    }

    /// <summary>The verified user, "" for an anonymous association, null when there may be none.</summary>
    private async ValueTask<string?> Identify(UserIdentity? identity, UserIdentityPolicy policy, Caller caller, long number, CancellationToken cancel)
    {
        if (policy == UserIdentityPolicy.Ignore) return "";
        var result = identity is null || authenticator is null
            ? new AuthenticationResult.NotSupported()
            : await authenticator.Authenticate(new((UserIdentityType)identity.Type, identity.Primary, identity.Secondary, caller.Address), cancel);
        switch (result)
        {
            case AuthenticationResult.Verified verified: return verified.User;
            case AuthenticationResult.NotSupported when policy == UserIdentityPolicy.Accept: return "";
            default:
                logger.IdentityRejected(number, identity?.Type ?? 0);
                return null;
        }
    }
}
