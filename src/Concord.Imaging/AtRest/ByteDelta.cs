using System.Runtime.InteropServices;

namespace Concord.Imaging.AtRest;

/// <summary>One text of bytes told by what it has in common with another: runs of new bytes and of copied ones by turns.</summary>
/// <remarks>Bytes, until the target is whole: count of new ones (7-bit groups), those; count of copied ones, and if there are any, where they begin, as the distance from where
/// the last copy ended, zigzag.</remarks>
internal static class ByteDelta
{
    private const int Window = 8;
    private const int LeastCopy = 12;
    private const int MaxTableBits = 20;

    public static void Write(BinaryWriter output, ReadOnlySpan<byte> reference, ReadOnlySpan<byte> target)
    {
        var table = TableOf(reference, out var shift);
        int fresh = 0, at = 0, expected = 0;
        while (at < target.Length)
        {
            var (from, length) = FindCopy(reference, target, at, table, shift, expected + at - fresh);
            if (length < LeastCopy)
            {
                at++;
                continue;
            }
            for (; at > fresh && from > 0 && target[at - 1] == reference[from - 1]; length++) (at, from) = (at - 1, from - 1);
            Write(output, target[fresh..at], length, from - expected);
            at += length;
            (fresh, expected) = (at, from + length);
        }
        if (fresh < target.Length) Write(output, target[fresh..], 0, 0);
    }

    /// <exception cref="FormatException">The bytes are no delta that gives a target of that length from this reference.</exception>
    public static void Read(BinaryReader input, ReadOnlySpan<byte> reference, Span<byte> target)
    {
        var expected = 0L;
        while (!target.IsEmpty)
        {
            var fresh = input.Read7BitEncodedInt();
            if (fresh < 0 || fresh > target.Length) throw new FormatException("More new bytes than there is room for.");
            input.BaseStream.ReadExactly(target[..fresh]);
            target = target[fresh..];
            if (target.IsEmpty) return;
            var copied = input.Read7BitEncodedInt();
            if (copied <= 0 || copied > target.Length) throw new FormatException("More copied bytes than there is room for.");
            var zigzag = (ulong)input.Read7BitEncodedInt64();
            var from = expected + ((long)(zigzag >> 1) ^ -(long)(zigzag & 1));
            if (from < 0 || from > reference.Length - copied) throw new FormatException("A copy of what is not there.");
            reference.Slice((int)from, copied).CopyTo(target);
            target = target[copied..];
            expected = from + copied;
        }
    }

    private static void Write(BinaryWriter output, ReadOnlySpan<byte> fresh, int copied, long distance)
    {
        output.Write7BitEncodedInt(fresh.Length);
        output.Write(fresh);
        if (copied == 0) return;
        output.Write7BitEncodedInt(copied);
        output.Write7BitEncodedInt64((distance << 1) ^ (distance >> 63));
    }

    /// <summary>Looks first where the last copy would have gone on, then where such bytes were last seen.</summary>
    private static (int From, int Length) FindCopy(ReadOnlySpan<byte> reference, ReadOnlySpan<byte> target, int at, int[] table, int shift, int likely)
    {
        var best = (From: 0, Length: 0);
        if (target.Length - at < Window) return best;
        if (likely < reference.Length && target[at..].CommonPrefixLength(reference[likely..]) is var there and >= LeastCopy) best = (likely, there);
        var seen = table[Hash(target, at, shift)] - 1;
        if (seen >= 0 && target[at..].CommonPrefixLength(reference[seen..]) is var found && found > best.Length) best = (seen, found);
        return best;
    }

    /// <summary>For each hash of eight bytes the last place of such, plus one.</summary>
    private static int[] TableOf(ReadOnlySpan<byte> reference, out int shift)
    {
        var bits = Math.Clamp(32 - int.LeadingZeroCount(reference.Length), 8, MaxTableBits);
        shift = 64 - bits;
        var table = new int[1 << bits];
        for (var at = 0; at <= reference.Length - Window; at++) table[Hash(reference, at, shift)] = at + 1;
        return table;
    }

    private static int Hash(ReadOnlySpan<byte> bytes, int at, int shift) => (int)((MemoryMarshal.Read<ulong>(bytes[at..]) * 0x9E3779B97F4A7C15) >> shift);
}
