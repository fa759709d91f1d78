using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Network.Dimse;
using Concord.Network.UpperLayer;

namespace Concord.Network.ServiceClasses;

/// <summary>Decides as acceptor which associations and presentation contexts to take (PS3.7 §D.3, PS3.8 §7.1.1).</summary>
/// <remarks>Transfer syntaxes: the first of the proposer's list that serves, because a proposer names first what its object lies in and any
/// other choice makes it re-encode. A private syntax is taken only when no standard one is proposed.</remarks>
internal sealed class AssociationNegotiator(NetworkOptions options, ServiceProviders providers)
{
    /// <summary>Null when the association may be accepted.</summary>
    internal AssociateReject? FindRejection(AssociateRequest request)
    {
        if (request.ApplicationContext != AssociateRequest.DicomApplicationContext) return AssociateReject.ApplicationContextNotSupported;
        if (request.CalledAeTitle.Length == 0 || (options.RequireCalledAeTitle && request.CalledAeTitle != options.AeTitle))
            return AssociateReject.CalledAeTitleNotRecognized;
        if (request.CallingAeTitle.Length == 0 || (options.AllowedCallingAeTitles.Count > 0 && !options.AllowedCallingAeTitles.Contains(request.CallingAeTitle)))
            return AssociateReject.CallingAeTitleNotRecognized;
        if (request.Contexts.Count == 0 || request.User.MaxLength is > 0 and < UpperLayerConnection.MinPeerLength) return AssociateReject.NoReason;
        return null;
    }

    /// <summary>The answer to every proposed context, with the contexts that are accepted.</summary>
    internal (AssociateAccept Accept, List<PresentationContext> Contexts) Accept(AssociateRequest request)
    {
        var accepted = new List<PresentationContext>();
        var answers = new List<ContextAnswer>(request.Contexts.Count);
        foreach (var proposed in request.Contexts) answers.Add(Answer(proposed, request.User.Roles, accepted));
        var user = new UserInformation
        {
            MaxLength = (uint)options.MaxPduLengthBytes,
            Window = OperationsWindow.Answer(request.User.Window, options),
            Roles = [.. request.User.Roles.Where(role => accepted.Exists(context => context.AbstractSyntax == role.SopClass))],
            Extended = [.. request.User.Extended.Select(Answer).OfType<ExtendedNegotiation>()],
        };
        return (new() { CalledAeTitle = request.CalledAeTitle, CallingAeTitle = request.CallingAeTitle, Contexts = answers, User = user }, accepted);
    }

    private ContextAnswer Answer(ProposedContext proposed, IReadOnlyList<RoleSelection> roles, List<PresentationContext> accepted)
    {
        var kind = SopClass.Of(proposed.AbstractSyntax, options.AcceptUnknownSopClasses).Kind;
        var any = proposed.TransferSyntaxes.Count > 0 ? proposed.TransferSyntaxes[0] : TransferSyntax.ImplicitVrLittleEndian.Uid; // not significant
        if (!providers.Serves(kind)) return new(proposed.Id, ContextResult.AbstractSyntaxNotSupported, any);
        if (Choose(kind, proposed.TransferSyntaxes) is not { } syntax) return new(proposed.Id, ContextResult.TransferSyntaxesNotSupported, any);
        var role = new RoleSelection(proposed.AbstractSyntax, Scu: true, Scp: false); // when nothing is said (PS3.7 §D.3.3.4)
        foreach (var named in roles)
            if (named.SopClass == proposed.AbstractSyntax) role = named;
        accepted.Add(new(proposed.Id, proposed.AbstractSyntax, syntax, role.Scu, role.Scp));
        return new(proposed.Id, ContextResult.Acceptance, syntax.Uid);
    }

    private TransferSyntax? Choose(ServiceKind kind, IReadOnlyList<Uid> proposed)
    {
        TransferSyntax? unlisted = null;
        foreach (var uid in proposed)
        {
            var syntax = TransferSyntax.Of(uid);
            if (!syntax.IsStandard) unlisted ??= syntax;
            else if (kind == ServiceKind.Storage || !syntax.IsEncapsulated) return syntax;
        }
        return kind == ServiceKind.Storage && options.AcceptUnknownSopClasses ? unlisted : null;
    }

    /// <summary>Null when the class is none of ours: the item is then left out.</summary>
    private ExtendedNegotiation? Answer(ExtendedNegotiation asked)
    {
        switch (SopClass.Of(asked.SopClass, options.AcceptUnknownSopClasses).Kind)
        {
            case ServiceKind.Storage: // level 2 (full), bit-preserving signatures, no coercion (PS3.4 Table B.3-1)
                return new(asked.SopClass, [2, 0, 3, 0, 0, 0]);
            case ServiceKind.Find or ServiceKind.Move or ServiceKind.Get: // byte 1: relational (PS3.4 §C.5.1.1.1.1, §C.5.2.1.1); the rest is not had
                var answer = new byte[Math.Clamp(asked.Information.Length, 1, 6)];
                answer[0] = (byte)(IsRelational(asked) ? 1 : 0);
                return new(asked.SopClass, answer);
            default: return null;
        }
    }

    /// <summary>The requestor asked for relational queries or retrieves of the class.</summary>
    internal static bool IsRelational(AssociateRequest request, Uid sopClass) =>
        request.User.Extended.Any(asked => asked.SopClass == sopClass && IsRelational(asked));

    private static bool IsRelational(ExtendedNegotiation asked) => asked.Information is [1, ..];
}
