namespace Concord.Imaging.Codecs;

/// <summary>How the frames of a transfer syntax are coded (PS3.5 Annex A).</summary>
internal enum FrameCoding
{
    /// <summary>Video, or a syntax that is not known: no frames to decode.</summary>
    None = 0,
    Native,
    EncapsulatedUncompressed,
    Deflated,
    Rle,
    Jpeg,
    JpegLs,
    Jpeg2000,
    Htj2k,
    JpegXl,
}
