namespace Dicom.Tests.Imaging.Oracle;

/// <summary>Frames of 1 bit as the manifest has them: native ones packed without gaps, compressed ones packed frame by frame, those of JPEG 2000 a byte each.</summary>
internal sealed class PackedBits(Stream output, bool isSpread, bool isFrameWhole)
{
    private int _byte, _count;

    public void Add(ReadOnlySpan<byte> packed, int bits)
    {
        for (var i = 0; i < bits; i++)
        {
            var bit = (packed[i / 8] >> (i % 8)) & 1;
            if (isSpread) output.WriteByte((byte)bit);
            else Append(bit);
        }
        if (isFrameWhole) Flush();
    }

    public void Flush()
    {
        if (_count % 8 != 0) output.WriteByte((byte)_byte);
        (_byte, _count) = (0, 0);
    }

    private void Append(int bit)
    {
        _byte |= bit << (_count++ % 8);
        if (_count % 8 != 0) return;
        output.WriteByte((byte)_byte);
        _byte = 0;
    }
}
