using Concord.Dicom.DataElements;

namespace Concord.Network.UpperLayer;

/// <summary>A presentation context that the requestor proposes (PS3.8 §9.3.2.2).</summary>
/// <param name="Id">Odd, 1 to 255.</param>
/// <param name="AbstractSyntax">A SOP class; none when missing or no UID: such a context is not accepted.</param>
internal sealed record ProposedContext(byte Id, Uid AbstractSyntax, IReadOnlyList<Uid> TransferSyntaxes);

/// <summary>The answer to a presentation context (PS3.8 §9.3.3.2).</summary>
/// <param name="TransferSyntax">Significant when accepted.</param>
internal sealed record ContextAnswer(byte Id, ContextResult Result, Uid TransferSyntax);

/// <summary>Result/Reason of a presentation context (PS3.8 Table 9-18).</summary>
internal enum ContextResult : byte
{
    Acceptance = 0,
    UserRejection = 1,
    NoReason = 2,
    AbstractSyntaxNotSupported = 3,
    TransferSyntaxesNotSupported = 4,
}

/// <summary>SCP/SCU Role Selection (PS3.7 §D.3.3.4); the roles are the requestor's.</summary>
internal readonly record struct RoleSelection(Uid SopClass, bool Scu, bool Scp);

/// <summary>SOP Class Extended Negotiation (PS3.7 §D.3.3.5); the information is the service class's.</summary>
internal sealed record ExtendedNegotiation(Uid SopClass, byte[] Information);

/// <summary>SOP Class Common Extended Negotiation (PS3.7 §D.3.3.6).</summary>
internal sealed record CommonExtendedNegotiation(Uid SopClass, Uid ServiceClass, IReadOnlyList<Uid> RelatedGeneralSopClasses);

/// <summary>User Identity Negotiation (PS3.7 §D.3.3.7). Fields are secrets: they never reach a log.</summary>
internal sealed record UserIdentity(byte Type, bool PositiveResponseRequested, byte[] Primary, byte[] Secondary);

/// <summary>Asynchronous Operations Window (PS3.7 §D.3.3.3); 0 is unlimited.</summary>
internal readonly record struct AsynchronousOperationsWindow(ushort Invoked, ushort Performed);

/// <summary>The User Information item (PS3.8 §9.3.2.3, PS3.7 §D.3.3).</summary>
internal sealed record UserInformation
{
    /// <summary>Largest P-DATA-TF PDU the sender of this takes, bytes, PDU header excluded; 0 is unlimited (PS3.8 §D.1).</summary>
    internal uint MaxLength { get; init; }

    internal string ImplementationClassUid { get; init; } = "";

    internal string ImplementationVersionName { get; init; } = "";

    internal AsynchronousOperationsWindow? Window { get; init; }

    internal IReadOnlyList<RoleSelection> Roles { get; init; } = [];

    internal IReadOnlyList<ExtendedNegotiation> Extended { get; init; } = [];

    internal IReadOnlyList<CommonExtendedNegotiation> CommonExtended { get; init; } = [];

    /// <summary>In a request.</summary>
    internal UserIdentity? Identity { get; init; }

    /// <summary>In an acceptance: the positive response, which is empty for names and tokens (PS3.7 §D.3.3.7.2); null when there is none.</summary>
    internal byte[]? IdentityResponse { get; init; }
}
