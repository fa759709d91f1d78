using Concord.Dicom.Encoding;
using Concord.Fuzz.Engine;

namespace Concord.Fuzz.Targets;

/// <summary>Everything that is fuzzed.</summary>
internal static class AllTargets
{
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new DataSetTarget("dataset-implicit", TransferSyntax.ImplicitVrLittleEndian),
        new DataSetTarget("dataset-explicit", TransferSyntax.ExplicitVrLittleEndian),
        new DataSetTarget("dataset-big", TransferSyntax.ExplicitVrBigEndian),
        new DataSetTarget("dataset-deflated", TransferSyntax.DeflatedExplicitVrLittleEndian),
        new TokenTarget("tokens-implicit", TransferSyntax.ImplicitVrLittleEndian),
        new TokenTarget("tokens-explicit", TransferSyntax.ExplicitVrLittleEndian),
        new TokenTarget("tokens-big", TransferSyntax.ExplicitVrBigEndian),
        new FileTarget(),
        new JsonTarget(),
        new XmlTarget(),
        new CharacterSetTarget(),
        new AssociateTarget(),
        new CommandTarget(),
        new AssociationTarget(),
        new MultipartTarget(),
        new SearchTarget(),
        new ZipTarget(),
        new BundleTarget(),
    ];
}
