using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Concord.Imaging.Frames;

/// <summary>Big endian to little endian (PS3.5 §7.3): every number of the VR's size turns round.</summary>
public static class ByteTurns
{
    /// <summary>Turns every whole number of <paramref name="unitSize"/> bytes round, in place.</summary>
    public static void Swap(Span<byte> bytes, int unitSize)
    {
        var whole = unitSize < 2 ? default : bytes[..(bytes.Length / unitSize * unitSize)];
        switch (unitSize)
        {
            case < 2: return;
            case 2: Turn(MemoryMarshal.Cast<byte, ushort>(whole)); return;
            case 4: Turn(MemoryMarshal.Cast<byte, uint>(whole)); return;
            case 8: Turn(MemoryMarshal.Cast<byte, ulong>(whole)); return;
            default:
                for (var at = 0; at < whole.Length; at += unitSize) whole.Slice(at, unitSize).Reverse();
                return;
        }
    }

    private static void Turn(Span<ushort> values) => BinaryPrimitives.ReverseEndianness(values, values);

    private static void Turn(Span<uint> values) => BinaryPrimitives.ReverseEndianness(values, values);

    private static void Turn(Span<ulong> values) => BinaryPrimitives.ReverseEndianness(values, values);
}
