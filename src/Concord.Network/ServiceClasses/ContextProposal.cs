using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;

namespace Concord.Network.ServiceClasses;

/// <summary>A presentation context to propose.</summary>
/// <param name="AsScp">Propose that we perform the class's operations: for storage in a C-GET (PS3.7 §D.3.3.4).</param>
internal sealed record ContextProposal(Uid SopClass, IReadOnlyList<TransferSyntax> TransferSyntaxes, bool AsScp = false)
{
    /// <summary>What any peer understands, the better one first.</summary>
    internal static IReadOnlyList<TransferSyntax> Native { get; } = [TransferSyntax.ExplicitVrLittleEndian, TransferSyntax.ImplicitVrLittleEndian];

    /// <summary>Compressed syntaxes that lose nothing, the more common ones first.</summary>
    internal static IReadOnlyList<TransferSyntax> Lossless { get; } =
    [
        .. new[] { "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.70", "1.2.840.10008.1.2.5", "1.2.840.10008.1.2.4.202", "1.2.840.10008.1.2.4.201" }
            .Select(uid => TransferSyntax.Of(Uid.Parse(uid))),
    ];
}
