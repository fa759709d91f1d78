using System.Runtime.Intrinsics;

namespace Concord.Imaging.Codecs.Managed;

/// <summary>Puts planes of single bytes together by turns: byte i of plane p becomes byte i * planes + p.</summary>
internal static class PlaneWeaver
{
    private static readonly Vector128<byte>[] Triples = [.. Enumerable.Range(0, 9).Select(Triple)];

    /// <param name="planes">One after the other, each of <paramref name="output"/>.Length / <paramref name="count"/> bytes.</param>
    public static void Weave(ReadOnlySpan<byte> planes, Span<byte> output, int count)
    {
        var length = output.Length / count;
        var done = Vector128.IsHardwareAccelerated ? count switch { 2 => WeavePairs(planes, output, length), 3 => WeaveTriples(planes, output, length), _ => 0 } : 0;
        WeaveScalar(planes, output, count, done);
    }

    /// <summary>The same one byte at a time, from byte <paramref name="from"/> of each plane.</summary>
    public static void WeaveScalar(ReadOnlySpan<byte> planes, Span<byte> output, int count, int from = 0)
    {
        var length = output.Length / count;
        for (var plane = 0; plane < count; plane++)
        {
            var source = planes.Slice(plane * length, length);
            for (int i = from, at = (from * count) + plane; i < source.Length; i++, at += count) output[at] = source[i];
        }
    }

    private static int WeavePairs(ReadOnlySpan<byte> planes, Span<byte> output, int length)
    {
        var i = 0;
        for (; i + Vector128<byte>.Count <= length; i += Vector128<byte>.Count)
        {
            var (lowFirst, highFirst) = Vector128.Widen(Vector128.Create(planes.Slice(i, Vector128<byte>.Count)));
            var (lowSecond, highSecond) = Vector128.Widen(Vector128.Create(planes.Slice(length + i, Vector128<byte>.Count)));
            (lowFirst | Vector128.ShiftLeft(lowSecond, 8)).AsByte().CopyTo(output[(i * 2)..]);
            (highFirst | Vector128.ShiftLeft(highSecond, 8)).AsByte().CopyTo(output[((i * 2) + Vector128<byte>.Count)..]);
        }
        return i;
    }

    private static int WeaveTriples(ReadOnlySpan<byte> planes, Span<byte> output, int length)
    {
        var i = 0;
        for (; i + Vector128<byte>.Count <= length; i += Vector128<byte>.Count)
        {
            var first = Vector128.Create(planes.Slice(i, Vector128<byte>.Count));
            var second = Vector128.Create(planes.Slice(length + i, Vector128<byte>.Count));
            var third = Vector128.Create(planes.Slice((2 * length) + i, Vector128<byte>.Count));
            for (var part = 0; part < 3; part++)
            {
                var woven = Vector128.Shuffle(first, Triples[part * 3]) | Vector128.Shuffle(second, Triples[(part * 3) + 1]) | Vector128.Shuffle(third, Triples[(part * 3) + 2]);
                woven.CopyTo(output[((i * 3) + (part * Vector128<byte>.Count))..]);
            }
        }
        return i;
    }

    /// <summary>Of 16 bytes of the output those that come from one plane; an index out of range gives 0.</summary>
    private static Vector128<byte> Triple(int index)
    {
        var (part, plane) = (index / 3, index % 3);
        Span<byte> indices = stackalloc byte[Vector128<byte>.Count];
        for (var i = 0; i < indices.Length; i++)
        {
            var at = (part * Vector128<byte>.Count) + i;
            indices[i] = at % 3 == plane ? (byte)(at / 3) : (byte)0xFF;
        }
        return Vector128.Create<byte>(indices);
    }
}
