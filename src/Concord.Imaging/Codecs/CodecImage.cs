namespace Concord.Imaging.Codecs;

/// <summary>Samples on either side of a native codec: little endian, by pixel.</summary>
/// <param name="BytesPerSample">1, 2 or 4.</param>
/// <param name="Precision">Bits of a sample that count, the low ones; the rest repeat the sign or are 0.</param>
public readonly record struct CodecImage(int Columns, int Rows, int Samples, int BytesPerSample, int Precision, bool IsSigned)
{
    public long Bytes => (long)Columns * Rows * Samples * BytesPerSample;
}
