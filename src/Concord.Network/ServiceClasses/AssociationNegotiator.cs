using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Network.Dimse;
using Concord.Network.UpperLayer;

namespace Concord.Network.ServiceClasses;

/// <summary>Decides as acceptor which presentation contexts, roles and extensions to take (PS3.7 §D.3, PS3.8 §7.1.1).</summary>
/// <remarks>Transfer syntaxes: the first of the proposer's list that serves, because a proposer names first what its object lies in and any
/// other choice makes it re-encode. A private syntax is taken only when no standard one is proposed.</remarks>
internal sealed class AssociationNegotiator(NetworkOptions options, ServiceProviders providers)
{
    /// <summary>The answer to every proposed context, with the contexts that are accepted.</summary>
    /// <param name="preferred">Transfer syntaxes that go before the proposer's order, the best one first.</param>
    internal (AssociateAccept Accept, List<PresentationContext> Contexts) Accept(AssociateRequest request, IReadOnlyList<Uid>? preferred = null)
    {
        var accepted = new List<PresentationContext>();
        var roles = new Dictionary<Uid, RoleSelection>();
        var answers = new List<ContextAnswer>(request.Contexts.Count);
        foreach (var proposed in request.Contexts) answers.Add(Answer(proposed, request.User, preferred ?? [], accepted, roles));
        var user = new UserInformation
        {
            MaxLength = (uint)options.MaxPduLengthBytes,
            Window = OperationsWindow.Answer(request.User.Window, options),
            Roles = [.. roles.Values],
            Extended = [.. request.User.Extended.Where(asked => accepted.Exists(context => context.AbstractSyntax == asked.SopClass))
                .DistinctBy(asked => asked.SopClass).Select(Answer).OfType<ExtendedNegotiation>()],
        };
        return (new() { CalledAeTitle = request.CalledAeTitle, CallingAeTitle = request.CallingAeTitle, Contexts = answers, User = user }, accepted);
    }

    private ContextAnswer Answer(
        ProposedContext proposed, UserInformation user, IReadOnlyList<Uid> preferred, List<PresentationContext> accepted, Dictionary<Uid, RoleSelection> roles)
    {
        var kind = KindOf(proposed.AbstractSyntax, user.CommonExtended);
        var any = proposed.TransferSyntaxes.Count > 0 ? proposed.TransferSyntaxes[0] : TransferSyntax.ImplicitVrLittleEndian.Uid; // not significant
        if (!providers.Serves(kind)) return new(proposed.Id, ContextResult.AbstractSyntaxNotSupported, any);
        if (Choose(kind, proposed.TransferSyntaxes, preferred) is not { } syntax) return new(proposed.Id, ContextResult.TransferSyntaxesNotSupported, any);
        RoleSelection? asked = null;
        foreach (var named in user.Roles)
            if (named.SopClass == proposed.AbstractSyntax) asked = named;
        var role = Grant(kind, asked ?? new(proposed.AbstractSyntax, Scu: true, Scp: false)); // when nothing is said (PS3.7 §D.3.3.4)
        if (asked is not null) roles[proposed.AbstractSyntax] = role;
        if (role is { Scu: false, Scp: false }) return new(proposed.Id, ContextResult.UserRejection, any);
        accepted.Add(new(proposed.Id, proposed.AbstractSyntax, syntax, role.Scu, role.Scp) { IsStorage = kind == ServiceKind.Storage });
        return new(proposed.Id, ContextResult.Acceptance, syntax.Uid);
    }

    /// <summary>The service of a class that our table does not name is the one that the requestor says it belongs to (PS3.7 §D.3.3.6): storage is taken, another
    /// service is not. Where unknown classes are not taken, one is whose related general class our table has: it may be handled as that.</summary>
    private ServiceKind KindOf(Uid abstractSyntax, IReadOnlyList<CommonExtendedNegotiation> declared)
    {
        var kind = SopClass.Of(abstractSyntax, options.AcceptUnknownSopClasses).Kind;
        if (SopClass.Of(abstractSyntax, acceptUnknown: false).Kind != ServiceKind.None || abstractSyntax.IsNone) return kind;
        foreach (var item in declared)
        {
            if (item.SopClass != abstractSyntax) continue;
            if (item.ServiceClass != SopClass.StorageServiceClass) return ServiceKind.None;
            return options.AcceptUnknownSopClasses || item.RelatedGeneralSopClasses.Any(general => SopClass.Of(general, acceptUnknown: false).Kind == ServiceKind.Storage)
                ? ServiceKind.Storage : ServiceKind.None;
        }
        return kind;
    }

    /// <summary>Of the roles that the requestor proposes for itself those that have a counterpart here: it may be SCU of what we perform, and SCP of
    /// storage when we send to it (C-GET), of commitment when it reports to what we asked for.</summary>
    private RoleSelection Grant(ServiceKind kind, RoleSelection asked) => kind switch
    {
        ServiceKind.Storage => asked with { Scu = asked.Scu && providers.Storage is not null, Scp = asked.Scp && providers.Retrieve is not null },
        ServiceKind.StorageCommitment => asked with { Scu = asked.Scu && providers.Commitment is not null, Scp = asked.Scp && providers.CommitmentReports is not null },
        _ => asked with { Scp = false },
    };

    private TransferSyntax? Choose(ServiceKind kind, IReadOnlyList<Uid> proposed, IReadOnlyList<Uid> preferred)
    {
        foreach (var uid in preferred)
            if (proposed.Contains(uid) && Choose(kind, [uid], []) is { } better) return better;
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
