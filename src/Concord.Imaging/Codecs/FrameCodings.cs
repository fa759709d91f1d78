using System.Collections.Frozen;
using Concord.Dicom.Encoding;

namespace Concord.Imaging.Codecs;

/// <summary>The coding of each syntax of the standard.</summary>
internal static class FrameCodings
{
    private static readonly FrozenDictionary<string, FrameCoding> ByUid = new Dictionary<string, FrameCoding>
    {
        ["1.2.840.10008.1.2.1.98"] = FrameCoding.EncapsulatedUncompressed,
        ["1.2.840.10008.1.2.8.1"] = FrameCoding.Deflated,
        ["1.2.840.10008.1.2.5"] = FrameCoding.Rle,
        ["1.2.840.10008.1.2.4.50"] = FrameCoding.Jpeg,
        ["1.2.840.10008.1.2.4.51"] = FrameCoding.Jpeg,
        ["1.2.840.10008.1.2.4.53"] = FrameCoding.Jpeg,
        ["1.2.840.10008.1.2.4.55"] = FrameCoding.Jpeg,
        ["1.2.840.10008.1.2.4.57"] = FrameCoding.Jpeg,
        ["1.2.840.10008.1.2.4.70"] = FrameCoding.Jpeg,
        ["1.2.840.10008.1.2.4.80"] = FrameCoding.JpegLs,
        ["1.2.840.10008.1.2.4.81"] = FrameCoding.JpegLs,
        ["1.2.840.10008.1.2.4.90"] = FrameCoding.Jpeg2000,
        ["1.2.840.10008.1.2.4.91"] = FrameCoding.Jpeg2000,
        ["1.2.840.10008.1.2.4.92"] = FrameCoding.Jpeg2000,
        ["1.2.840.10008.1.2.4.93"] = FrameCoding.Jpeg2000,
        ["1.2.840.10008.1.2.4.201"] = FrameCoding.Htj2k,
        ["1.2.840.10008.1.2.4.202"] = FrameCoding.Htj2k,
        ["1.2.840.10008.1.2.4.203"] = FrameCoding.Htj2k,
        ["1.2.840.10008.1.2.4.110"] = FrameCoding.JpegXl,
        ["1.2.840.10008.1.2.4.111"] = FrameCoding.JpegXl,
        ["1.2.840.10008.1.2.4.112"] = FrameCoding.JpegXl,
    }.ToFrozenDictionary();

    extension(TransferSyntax syntax)
    {
        public FrameCoding FrameCoding => ByUid.TryGetValue(syntax.Uid.ToString(), out var coding) ? coding
            : syntax.IsEncapsulated || !syntax.IsStandard || syntax.Keyword.StartsWith("JPIP", StringComparison.Ordinal) ? FrameCoding.None : FrameCoding.Native;
    }
}
