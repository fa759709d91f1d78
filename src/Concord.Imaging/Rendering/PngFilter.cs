using System.Numerics;

namespace Concord.Imaging.Rendering;

/// <summary>Takes from each byte of a row what its neighbour foretells (ISO/IEC 15948 §9): Sub or Up, whichever leaves less.</summary>
internal sealed class PngFilter(int stride, int samples) : IDisposable
{
    private const byte SubType = 1;

    private const byte UpType = 2;

    private readonly PooledBytes _sub = PooledBytes.Rent(stride + 1);
    private readonly PooledBytes _up = PooledBytes.Rent(stride + 1);

    /// <summary>The row as it goes to the compressor, its filter type first; valid until the next.</summary>
    /// <param name="above">The row before, empty for the first.</param>
    public ReadOnlySpan<byte> Apply(ReadOnlySpan<byte> above, ReadOnlySpan<byte> row)
    {
        var sub = _sub.Span;
        sub[0] = SubType;
        row[..samples].CopyTo(sub[1..]);
        Subtract(row[samples..], row[..^samples], sub[(1 + samples)..]);
        if (above.IsEmpty) return sub;
        var up = _up.Span;
        up[0] = UpType;
        Subtract(row, above, up[1..]);
        return Weight(up[1..]) <= Weight(sub[1..]) ? up : sub;
    }

    /// <summary>What is left, byte by byte: |b| of bytes taken as signed, added up.</summary>
    internal static long Weight(ReadOnlySpan<byte> bytes)
    {
        var total = 0L;
        var at = 0;
        var block = Vector<byte>.Count;
        while (at + block <= bytes.Length)
        {
            var sums = Vector<ushort>.Zero; // at most 256 blocks of 2 x 128 each
            for (var blocks = 0; blocks < 255 && at + block <= bytes.Length; blocks++, at += block)
            {
                var values = new Vector<byte>(bytes[at..]);
                Vector.Widen(Vector.Min(values, -values), out var low, out var high);
                sums += low + high;
            }
            Vector.Widen(sums, out var even, out var odd);
            total += Vector.Sum(even) + Vector.Sum(odd);
        }
        return total + WeightByOne(bytes[at..]);
    }

    /// <summary>The scalar twin.</summary>
    internal static long WeightByOne(ReadOnlySpan<byte> bytes)
    {
        var total = 0L;
        foreach (var value in bytes) total += Math.Min(value, 256 - value);
        return total;
    }

    private static void Subtract(ReadOnlySpan<byte> values, ReadOnlySpan<byte> foretold, Span<byte> output)
    {
        var at = 0;
        for (; at + Vector<byte>.Count <= values.Length; at += Vector<byte>.Count)
            (new Vector<byte>(values[at..]) - new Vector<byte>(foretold[at..])).CopyTo(output[at..]);
        for (; at < values.Length; at++) output[at] = (byte)(values[at] - foretold[at]);
    }

    public void Dispose()
    {
        _sub.Dispose();
        _up.Dispose();
    }
}
