namespace Concord.Imaging.Codecs;

/// <summary>The kind of stream a native codec reads or writes. The numbers are those of the protocol (native/codec/codecs.h).</summary>
public enum CodecFormat
{
    /// <summary>ISO/IEC 10918-1 in any process: baseline, extended, lossless; 8-16 bits.</summary>
    Jpeg = 1,

    /// <summary>ISO/IEC 14495-1, lossless or near-lossless.</summary>
    JpegLs = 2,

    /// <summary>ISO/IEC 15444-1 or -2.</summary>
    Jpeg2000 = 3,

    /// <summary>ISO/IEC 15444-15, high throughput.</summary>
    Htj2k = 4,

    /// <summary>ISO/IEC 18181.</summary>
    JpegXl = 5,
}
