using System.Numerics;
using System.Runtime.InteropServices;

namespace Concord.Imaging.Codecs;

/// <summary>Bits of a container above Bits Stored: a codec that carries Bits Stored bits loses what is in them (PS3.5 §8.1.1).</summary>
public static class HighBits
{
    /// <summary>True when every sample is what its low bits say: zeros above them, or of signed samples their sign.</summary>
    /// <param name="samples">Little endian containers, whole ones.</param>
    /// <param name="bytesPerSample">1, 2 or 4.</param>
    /// <param name="bitsStored">1 to all bits of the container.</param>
    public static bool AreClean(ReadOnlySpan<byte> samples, int bytesPerSample, int bitsStored, bool isSigned)
    {
        var unused = (bytesPerSample * 8) - bitsStored;
        if (unused == 0) return true;
        return (bytesPerSample, isSigned) switch
        {
            (1, false) => AreClean(samples, (byte)(0xFF << bitsStored)),
            (1, true) => AreExtended(MemoryMarshal.Cast<byte, sbyte>(samples), unused),
            (2, false) => AreClean(MemoryMarshal.Cast<byte, ushort>(samples), (ushort)(0xFFFF << bitsStored)),
            (2, true) => AreExtended(MemoryMarshal.Cast<byte, short>(samples), unused),
            (4, false) => AreClean(MemoryMarshal.Cast<byte, uint>(samples), 0xFFFFFFFFu << bitsStored),
            (4, true) => AreExtended(MemoryMarshal.Cast<byte, int>(samples), unused),
            _ => throw new ArgumentOutOfRangeException(nameof(bytesPerSample)),
        };
    }

    private static bool AreClean<T>(ReadOnlySpan<T> samples, T mask)
        where T : unmanaged, INumber<T>, IBitwiseOperators<T, T, T>
    {
        var seen = Vector<T>.Zero;
        var at = 0;
        for (; at + Vector<T>.Count <= samples.Length; at += Vector<T>.Count) seen |= new Vector<T>(samples[at..]);
        if ((seen & new Vector<T>(mask)) != Vector<T>.Zero) return false;
        return AreCleanScalar(samples[at..], mask);
    }

    internal static bool AreCleanScalar<T>(ReadOnlySpan<T> samples, T mask)
        where T : unmanaged, INumber<T>, IBitwiseOperators<T, T, T>
    {
        foreach (var sample in samples)
            if ((sample & mask) != T.Zero) return false;
        return true;
    }

    private static bool AreExtended<T>(ReadOnlySpan<T> samples, int unused)
        where T : unmanaged, INumber<T>, IBitwiseOperators<T, T, T>, IShiftOperators<T, int, T>
    {
        var different = Vector<T>.Zero;
        var at = 0;
        for (; at + Vector<T>.Count <= samples.Length; at += Vector<T>.Count)
        {
            var sample = new Vector<T>(samples[at..]);
            different |= sample ^ ((sample << unused) >> unused);
        }
        return different == Vector<T>.Zero && AreExtendedScalar(samples[at..], unused);
    }

    internal static bool AreExtendedScalar<T>(ReadOnlySpan<T> samples, int unused)
        where T : unmanaged, INumber<T>, IShiftOperators<T, int, T>
    {
        foreach (var sample in samples)
            if ((T)(sample << unused) >> unused != sample) return false;
        return true;
    }
}
