using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Concord.Imaging.Rendering;

/// <summary>Makes a picture of another size, or of a part, from a picture.</summary>
internal static class Resampler
{
    /// <summary>Bits of fraction that are kept between the two axes.</summary>
    private const int KeptBits = 6;

    /// <param name="geometry">In pixels of the source.</param>
    public static Picture Resample(Picture source, PictureGeometry geometry)
    {
        var across = FilterWeights.Of(geometry.X, geometry.Width, source.Columns, geometry.Columns, geometry.IsFlippedLeftRight);
        var down = FilterWeights.Of(geometry.Y, geometry.Height, source.Rows, geometry.Rows, geometry.IsFlippedUpsideDown);
        var picture = Picture.Rent(geometry.Columns, geometry.Rows, source.Samples);
        var stride = source.Columns * source.Samples;
        var rented = ArrayPool<int>.Shared.Rent(stride);
        var line = rented.AsSpan(0, stride);
        for (var row = 0; row < geometry.Rows; row++)
        {
            line.Clear();
            var first = down.First(row);
            foreach (var weight in down.Weights(row)) Add(source.Span.Slice(first++ * stride, stride), weight, line);
            Narrow(line, source.Samples, across, picture.Span.Slice(row * geometry.Columns * source.Samples, geometry.Columns * source.Samples));
        }
        ArrayPool<int>.Shared.Return(rented);
        return picture;
    }

    /// <summary>Adds a row, weighted, to the sums.</summary>
    internal static void Add(ReadOnlySpan<byte> row, int weight, Span<int> sums)
    {
        var at = 0;
        if (Vector256.IsHardwareAccelerated && row.Length >= Vector128<byte>.Count)
        {
            ref var from = ref MemoryMarshal.GetReference(row);
            ref var to = ref MemoryMarshal.GetReference(sums);
            var weights = Vector256.Create(weight);
            for (; at <= row.Length - Vector128<byte>.Count; at += Vector128<byte>.Count)
            {
                var (low, high) = Vector256.Widen(Vector256.WidenLower(Vector128.LoadUnsafe(ref from, (nuint)at).ToVector256Unsafe()));
                (Vector256.LoadUnsafe(ref to, (nuint)at) + (low.AsInt32() * weights)).StoreUnsafe(ref to, (nuint)at);
                (Vector256.LoadUnsafe(ref to, (nuint)at + 8) + (high.AsInt32() * weights)).StoreUnsafe(ref to, (nuint)at + 8);
            }
        }
        AddByOne(row[at..], weight, sums[at..]);
    }

    /// <summary>The scalar twin.</summary>
    internal static void AddByOne(ReadOnlySpan<byte> row, int weight, Span<int> sums)
    {
        for (var i = 0; i < row.Length; i++) sums[i] += row[i] * weight;
    }

    private static void Narrow(ReadOnlySpan<int> line, int samples, FilterWeights across, Span<byte> output)
    {
        const int DroppedBits = FilterWeights.FractionBits - KeptBits;
        const int Half = 1 << (FilterWeights.FractionBits + KeptBits - 1);
        for (int column = 0, at = 0; at < output.Length; column++)
        {
            var weights = across.Weights(column);
            var first = across.First(column) * samples;
            for (var sample = 0; sample < samples; sample++)
            {
                var sum = Half;
                for (var i = 0; i < weights.Length; i++) sum += (line[first + (i * samples) + sample] >> DroppedBits) * weights[i];
                output[at++] = (byte)Math.Clamp(sum >> (FilterWeights.FractionBits + KeptBits), 0, 255);
            }
        }
    }
}
