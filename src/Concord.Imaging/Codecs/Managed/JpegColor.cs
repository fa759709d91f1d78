namespace Concord.Imaging.Codecs.Managed;

/// <summary>Whether the three components of a JPEG stream are Y, Cb, Cr.</summary>
internal static class JpegColor
{
    private const byte StartOfScan = 0xDA, EndOfImage = 0xD9, App0 = 0xE0, App14 = 0xEE;

    /// <summary>What the stream says of itself (Adobe's APP14, component names R, G, B) goes before JFIF, and that before the data set. Lossless processes have no colour transform of their own (PS3.5 §8.2.1): JFIF makes none there.</summary>
    public static bool IsYbr(ReadOnlySpan<byte> stream, PhotometricInterpretation photometric)
    {
        bool? adobe = null;
        var (isJfif, isRgbNamed) = (false, false);
        var isLossless = false;
        for (var at = 2; at + 4 <= stream.Length && stream[at] == 0xFF;)
        {
            var marker = stream[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }
            if (marker is StartOfScan or EndOfImage) break;
            var length = (stream[at + 2] << 8) | stream[at + 3];
            if (length < 2 || at + 2 + length > stream.Length) break;
            var body = stream.Slice(at + 4, length - 2);
            if (marker == App14 && body.Length >= 12 && body.StartsWith("Adobe"u8)) adobe = body[11] != 0;
            else if (marker == App0 && body.StartsWith("JFIF\0"u8)) isJfif = true;
            else if (marker is >= 0xC0 and <= 0xCF and not 0xC4 and not 0xC8 and not 0xCC)
            {
                isLossless = (marker & 3) == 3;
                isRgbNamed = body.Length >= 15 && body[6] == 'R' && body[9] == 'G' && body[12] == 'B';
            }
            at += 2 + length;
        }
        var isYbrByAttributes = photometric is PhotometricInterpretation.YbrFull or PhotometricInterpretation.YbrFull422 or PhotometricInterpretation.YbrPartial422;
        return adobe ?? (!isRgbNamed && ((isJfif && !isLossless) || isYbrByAttributes));
    }
}
