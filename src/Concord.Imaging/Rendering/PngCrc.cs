using System.Buffers.Binary;

namespace Concord.Imaging.Rendering;

/// <summary>The CRC-32 of PNG chunks (ISO/IEC 15948 §5.5), eight bytes a step.</summary>
internal static class PngCrc
{
    private const uint Polynomial = 0xEDB88320;
    private static readonly uint[] Tables = Build();

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var (state, tables) = (~0u, Tables);
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ state;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            state = tables[0x700 + (byte)low] ^ tables[0x600 + (byte)(low >> 8)] ^ tables[0x500 + (byte)(low >> 16)] ^ tables[0x400 + (int)(low >> 24)]
                ^ tables[0x300 + (byte)high] ^ tables[0x200 + (byte)(high >> 8)] ^ tables[0x100 + (byte)(high >> 16)] ^ tables[(int)(high >> 24)];
        }
        foreach (var value in bytes) state = (state >> 8) ^ tables[(byte)(state ^ value)];
        return ~state;
    }

    private static uint[] Build()
    {
        var tables = new uint[8 * 256];
        for (var i = 0u; i < 256; i++)
        {
            var state = i;
            for (var bit = 0; bit < 8; bit++) state = (state & 1) != 0 ? (state >> 1) ^ Polynomial : state >> 1;
            tables[i] = state;
        }
        for (var i = 256; i < tables.Length; i++) tables[i] = (tables[i - 256] >> 8) ^ tables[(byte)tables[i - 256]];
        return tables;
    }
}
