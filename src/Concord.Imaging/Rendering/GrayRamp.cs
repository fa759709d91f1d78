using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Concord.Imaging.Rendering;

/// <summary>A <see cref="GrayTable"/> that is a straight ramp between two flat ends, as a multiplication of whole numbers: many samples at a step, and not one brightness other than the table's.</summary>
/// <param name="low">Values below it are as bright as it.</param>
/// <param name="high">Values above it are as bright as it.</param>
/// <param name="factor">Brightness of one step, in parts of 2^<see cref="FractionBits"/>.</param>
/// <param name="start">Brightness of <paramref name="low"/>, in the same parts.</param>
internal readonly struct GrayRamp(Samples16 samples, int low, int high, int factor, int start)
{
    /// <summary>256 times as many parts are what a number of 32 bits with its sign can tell apart: enough for windows of some thousands of values.</summary>
    private const int FractionBits = 23;

    /// <summary>Samples that are drawn at one step.</summary>
    private static readonly int Step = Vector256<byte>.Count;

    /// <summary>The ramp that gives what the table has for each value; null when none does: curves, steps, padding in between.</summary>
    /// <param name="table">Of the values from <paramref name="first"/> on.</param>
    /// <param name="slope">Brightness of one step, 0-255, about.</param>
    public static GrayRamp? Find(ReadOnlySpan<byte> table, int first, double slope, Samples16 samples)
    {
        if (!Vector256.IsHardwareAccelerated || table.Length < 2 || !(Math.Abs(slope) <= byte.MaxValue)) return null;
        var low = table.IndexOfAnyExcept(table[0]) - 1;
        if (low < 0) return null; // all is one brightness
        var high = table.LastIndexOfAnyExcept(table[^1]) + 1;
        var factor = (int)Math.Round(slope * (1 << FractionBits));
        var (least, most) = (long.MinValue, long.MaxValue); // what the start may be, so that each value comes out right
        for (var at = low; at <= high; at++)
        {
            var rise = (long)factor * (at - low);
            least = Math.Max(least, ((long)table[at] << FractionBits) - rise);
            most = Math.Min(most, ((table[at] + 1L) << FractionBits) - 1 - rise);
            if (least > most) return null;
        }
        return new GrayRamp(samples, first + low, first + high, factor, (int)(least + ((most - least) / 2)));
    }

    /// <summary>Draws as many samples as fill whole steps.</summary>
    /// <returns>How many those were.</returns>
    public int Apply(ReadOnlySpan<byte> bytes, Span<byte> output)
    {
        ref var from = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<byte, ushort>(bytes));
        ref var to = ref MemoryMarshal.GetReference(output);
        var end = output.Length / Step * Step;
        for (var at = 0; at < end; at += Step)
        {
            var dark = Draw(Vector256.LoadUnsafe(ref from, (nuint)at));
            var bright = Draw(Vector256.LoadUnsafe(ref from, (nuint)(at + Vector256<ushort>.Count)));
            Vector256.Narrow(dark, bright).StoreUnsafe(ref to, (nuint)at);
        }
        return end;
    }

    private Vector256<ushort> Draw(Vector256<ushort> containers)
    {
        var (left, right) = samples.Widen(containers);
        return Vector256.Narrow(Draw(left).AsUInt32(), Draw(right).AsUInt32());
    }

    private Vector256<int> Draw(Vector256<int> values)
    {
        var steps = Vector256.Min(Vector256.Max(values, Vector256.Create(low)), Vector256.Create(high)) - Vector256.Create(low);
        return Vector256.ShiftRightArithmetic((steps * Vector256.Create(factor)) + Vector256.Create(start), FractionBits);
    }
}
