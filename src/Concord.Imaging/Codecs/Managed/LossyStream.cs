namespace Concord.Imaging.Codecs.Managed;

/// <summary>Whether a stream says of itself that it lost something, in syntaxes that may or may not (PS3.5 §8.2.3, §8.2.4).</summary>
internal static class LossyStream
{
    private const byte StartOfScan = 0xDA, CodingStyle = 0x52, StartOfTile = 0x90;

    /// <summary>JPEG-LS with a NEAR over 0; JPEG 2000 with the irreversible wavelet. What else was lost (layers, bits cut off) no stream tells.</summary>
    public static bool IsLossy(FrameCoding coding, ReadOnlySpan<byte> stream) => coding switch
    {
        // scan header: components, two bytes each, NEAR (ISO/IEC 14495-1 §C.2.3)
        FrameCoding.JpegLs => Segment(stream, StartOfScan) is { IsEmpty: false } scan && scan.Length > 1 + (2 * scan[0]) && scan[1 + (2 * scan[0])] > 0,
        // Scod, progression, layers, component transform, levels, block width, height, style, wavelet (ISO/IEC 15444-1 §A.6.1)
        FrameCoding.Jpeg2000 or FrameCoding.Htj2k => Segment(stream, CodingStyle) is { Length: > 9 } style && style[9] == 0,
        _ => false,
    };

    /// <summary>The body of the first marker segment of that kind before the coded data; empty when there is none.</summary>
    private static ReadOnlySpan<byte> Segment(ReadOnlySpan<byte> stream, byte wanted)
    {
        for (var at = 2; at + 4 <= stream.Length && stream[at] == 0xFF;)
        {
            var marker = stream[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }
            var length = (stream[at + 2] << 8) | stream[at + 3];
            if (length < 2 || at + 2 + length > stream.Length) break;
            if (marker == wanted) return stream.Slice(at + 4, length - 2);
            if (marker is StartOfScan or StartOfTile) break;
            at += 2 + length;
        }
        return default;
    }
}
