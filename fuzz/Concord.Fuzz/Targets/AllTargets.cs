using Concord.Dicom.Encoding;
using Concord.Fuzz.Engine;
using Concord.Imaging.Codecs;

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
        new CodecTarget("codec-jpeg", CodecFormat.Jpeg, "jpeg-baseline", "jpeg-progressive", "jpeg-spectral"),
        new CodecTarget("codec-jpeg-12", CodecFormat.Jpeg, "jpeg-extended12"),
        new CodecTarget("codec-jpeg-lossless", CodecFormat.Jpeg, "jpeg-lossless"),
        new CodecTarget("codec-jpeg-ls", CodecFormat.JpegLs, "jpegls"),
        new CodecTarget("codec-j2k", CodecFormat.Jpeg2000, "j2k"),
        new CodecTarget("codec-htj2k", CodecFormat.Htj2k, "htj2k"),
        new CodecTarget("codec-htj2k-own", CodecFormat.Htj2k, "htj2k") { IsOwn = true },
        new CodecTarget("codec-jxl", CodecFormat.JpegXl, "jxl"),
    ];
}
