using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;

namespace Concord.Network.Dimse;

/// <summary>An accepted presentation context (PS3.7 §D.3.2), with the roles that each side may take in it.</summary>
/// <param name="PeerIsScu">The peer may invoke operations.</param>
/// <param name="PeerIsScp">The peer may perform operations: we may send it C-STORE.</param>
internal sealed record PresentationContext(byte Id, Uid AbstractSyntax, TransferSyntax TransferSyntax, bool PeerIsScu, bool PeerIsScp)
{
    /// <summary>A storage class, by our table or because the peer says so (PS3.7 §D.3.3.6).</summary>
    internal bool IsStorage { get; init; }

    /// <summary>The peer said which roles it grants; else they are the default ones (PS3.7 §D.3.3.4).</summary>
    internal bool RolesAreAnswered { get; init; }
}
