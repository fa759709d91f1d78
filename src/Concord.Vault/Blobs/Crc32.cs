using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ArmCrc32 = System.Runtime.Intrinsics.Arm.Crc32;

namespace Concord.Vault.Blobs;

/// <summary>CRC-32 as ZIP has it (ISO 3309, reflected polynomial EDB88320): folded with carry-less multiplication where the processor can,
/// by ARM's instruction where it has one, else by table. All ways give the same; a test holds them to it.</summary>
public static class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private static readonly uint[] Tables = BuildTables();
    private static readonly uint[] PowersOfX = BuildPowers();

    /// <summary>Goes on from <paramref name="crc"/> (0 at the start) over more bytes.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        if (Pclmulqdq.IsSupported && bytes.Length >= 128) return AppendFolded(crc, bytes);
        return ArmCrc32.Arm64.IsSupported ? AppendArm(crc, bytes) : AppendByTable(crc, bytes);
    }

    /// <summary>The scalar twin: eight bytes a step through eight tables.</summary>
    internal static uint AppendByTable(uint crc, ReadOnlySpan<byte> bytes) => ~TableState(~crc, bytes);

    /// <summary>The CRC of A followed by B, from the CRCs of both and the length of B.</summary>
    public static uint Combine(uint crcOfA, uint crcOfB, long lengthOfB) => Shift(crcOfA, lengthOfB) ^ crcOfB;

    /// <summary>The CRC of B, from the CRCs of A and of A followed by B.</summary>
    public static uint WithoutPrefix(uint crcOfBoth, uint crcOfA, long lengthOfB) => crcOfBoth ^ Shift(crcOfA, lengthOfB);

    private static uint TableState(uint state, ReadOnlySpan<byte> bytes)
    {
        var tables = Tables;
        while (bytes.Length >= 8)
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ state;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            state = tables[0x700 + (byte)low] ^ tables[0x600 + (byte)(low >> 8)] ^ tables[0x500 + (byte)(low >> 16)] ^ tables[0x400 + (int)(low >> 24)]
                ^ tables[0x300 + (byte)high] ^ tables[0x200 + (byte)(high >> 8)] ^ tables[0x100 + (byte)(high >> 16)] ^ tables[(int)(high >> 24)];
            bytes = bytes[8..];
        }
        foreach (var value in bytes) state = (state >> 8) ^ tables[(byte)(state ^ value)];
        return state;
    }

    private static uint AppendArm(uint crc, ReadOnlySpan<byte> bytes)
    {
        var state = ~crc;
        while (bytes.Length >= 8)
        {
            state = ArmCrc32.Arm64.ComputeCrc32(state, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }
        foreach (var value in bytes) state = ArmCrc32.ComputeCrc32(state, value);
        return ~state;
    }

    /// <summary>Folds four lanes of 128 bits over the bytes; what is left of 128 bits, and the tail, goes through the table.</summary>
    private static uint AppendFolded(uint crc, ReadOnlySpan<byte> bytes)
    {
        var by4 = Vector128.Create(0x0154442BD4UL, 0x01C6E41596UL); // x^(4*128+32), x^(4*128-32) mod P, reflected
        var by1 = Vector128.Create(0x01751997D0UL, 0x00CCAA009EUL); // x^(128+32), x^(128-32) mod P, reflected
        ref var at = ref MemoryMarshal.GetReference(bytes);
        var lane0 = Load(ref at, 0) ^ Vector128.CreateScalar(~crc).AsUInt64();
        var lane1 = Load(ref at, 16);
        var lane2 = Load(ref at, 32);
        var lane3 = Load(ref at, 48);
        var position = 64;
        for (; position <= bytes.Length - 64; position += 64)
        {
            lane0 = Fold(lane0, by4) ^ Load(ref at, position);
            lane1 = Fold(lane1, by4) ^ Load(ref at, position + 16);
            lane2 = Fold(lane2, by4) ^ Load(ref at, position + 32);
            lane3 = Fold(lane3, by4) ^ Load(ref at, position + 48);
        }
        lane1 ^= Fold(lane0, by1);
        lane2 ^= Fold(lane1, by1);
        lane3 ^= Fold(lane2, by1);
        for (; position <= bytes.Length - 16; position += 16) lane3 = Fold(lane3, by1) ^ Load(ref at, position);
        Span<byte> rest = stackalloc byte[16];
        lane3.AsByte().CopyTo(rest);
        return ~TableState(TableState(0, rest), bytes[position..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Fold(Vector128<ulong> lane, Vector128<ulong> powers) =>
        Pclmulqdq.CarrylessMultiply(lane, powers, 0x00) ^ Pclmulqdq.CarrylessMultiply(lane, powers, 0x11);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Load(ref byte at, int offset) => Vector128.LoadUnsafe(ref at, (nuint)offset).AsUInt64();

    /// <summary>The CRC state moved on by zero bytes: multiplied by x^(8 n) mod P.</summary>
    private static uint Shift(uint crc, long bytes)
    {
        var power = 1u << 31; // x^0, reflected
        for (var bit = 3; bytes != 0; bytes >>= 1, bit++)
            if ((bytes & 1) != 0) power = Multiply(PowersOfX[bit & 31], power);
        return Multiply(power, crc);
    }

    private static uint Multiply(uint a, uint b)
    {
        var product = 0u;
        for (var mask = 1u << 31; mask != 0; mask >>= 1)
        {
            if ((a & mask) != 0) product ^= b;
            b = (b & 1) != 0 ? (b >> 1) ^ Polynomial : b >> 1;
        }
        return product;
    }

    private static uint[] BuildTables()
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

    /// <summary>x^(2^n) mod P; the powers repeat after 32 doublings.</summary>
    private static uint[] BuildPowers()
    {
        var powers = new uint[32];
        powers[0] = 1u << 30;
        for (var n = 1; n < powers.Length; n++) powers[n] = Multiply(powers[n - 1], powers[n - 1]);
        return powers;
    }
}
