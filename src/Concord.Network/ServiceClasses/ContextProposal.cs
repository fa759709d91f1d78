using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;

namespace Concord.Network.ServiceClasses;

/// <summary>A presentation context to propose.</summary>
/// <param name="AsScp">Propose that we perform the class's operations: for storage in a C-GET (PS3.7 §D.3.3.4).</param>
internal sealed record ContextProposal(Uid SopClass, IReadOnlyList<TransferSyntax> TransferSyntaxes, bool AsScp = false)
{
    /// <summary>What any peer understands, the better one first.</summary>
    internal static IReadOnlyList<TransferSyntax> Native { get; } = [TransferSyntax.ExplicitVrLittleEndian, TransferSyntax.ImplicitVrLittleEndian];
}
