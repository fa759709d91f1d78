namespace Concord.Imaging.Transcoding;

/// <summary>Puts frames one after the other without gaps (PS3.5 §8.1.1), the least significant bit first.</summary>
internal struct BitPacker
{
    private int _held, _count; // bits of the byte that is not full yet

    /// <summary>Whole bytes that a frame adds to the value.</summary>
    public readonly int LengthOf(long bits) => (int)((_count + bits) / 8);

    /// <param name="output">At least <see cref="LengthOf"/>.</param>
    /// <returns>Bytes written.</returns>
    public int Add(ReadOnlySpan<byte> frame, long bits, Span<byte> output)
    {
        if (_count == 0 && bits % 8 == 0)
        {
            frame[..(int)(bits / 8)].CopyTo(output);
            return (int)(bits / 8);
        }
        var written = 0;
        for (var i = 0; bits > 0; i++, bits -= 8)
        {
            var take = (int)Math.Min(8, bits);
            _held |= (frame[i] & ((1 << take) - 1)) << _count;
            _count += take;
            if (_count < 8) continue;
            output[written++] = (byte)_held;
            _held >>= 8;
            _count -= 8;
        }
        return written;
    }

    /// <summary>The last byte, when it is not full; else null.</summary>
    public readonly byte? Rest => _count > 0 ? (byte)_held : null;
}
