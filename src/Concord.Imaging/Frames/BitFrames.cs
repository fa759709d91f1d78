namespace Concord.Imaging.Frames;

/// <summary>Frames of 1-bit images are packed without gaps (PS3.5 §8.1.1) and need not begin on a byte; each is sent as bytes of its own.</summary>
public static class BitFrames
{
    /// <param name="bytes">From the byte in which the frame begins.</param>
    /// <param name="firstBit">0-7, the least significant first.</param>
    /// <param name="bits">Of the frame; what is left of its last byte is 0.</param>
    public static ReadOnlyMemory<byte> Align(ReadOnlyMemory<byte> bytes, int firstBit, long bits)
    {
        var length = (int)((bits + 7) / 8);
        if (firstBit == 0 && bits % 8 == 0) return bytes[..length];
        var input = bytes.Span;
        var output = new byte[length];
        for (var i = 0; i < length; i++)
        {
            var next = i + 1 < input.Length ? input[i + 1] : 0;
            output[i] = (byte)((input[i] | (next << 8)) >> firstBit);
        }
        if (bits % 8 != 0) output[^1] &= (byte)((1 << (int)(bits % 8)) - 1);
        return output;
    }
}
