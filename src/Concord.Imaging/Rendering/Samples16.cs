using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Concord.Imaging.Rendering;

/// <summary>Samples in containers of 16 bits: where the stored bits lie in them (PS3.5 §8.1.1), and what they are worth.</summary>
/// <param name="left">Bits to shift out above the High Bit.</param>
/// <param name="right">Bits to shift down after that, with the sign or with zeros.</param>
internal readonly struct Samples16(int left, int right, bool isSigned)
{
    public static Samples16 Of(ImagePixels image) => new(15 - image.HighBit, 16 - image.BitsStored, image.IsSigned);

    public int Value(ushort container)
    {
        var lifted = (ushort)(container << left);
        return isSigned ? (short)lifted >> right : lifted >> right;
    }

    /// <summary>The values of sixteen samples.</summary>
    public (Vector256<int> First, Vector256<int> Last) Widen(Vector256<ushort> containers)
    {
        var lifted = Vector256.ShiftLeft(containers, left);
        if (isSigned) return Vector256.Widen(Vector256.ShiftRightArithmetic(lifted.AsInt16(), right));
        var (first, last) = Vector256.Widen(Vector256.ShiftRightLogical(lifted, right));
        return (first.AsInt32(), last.AsInt32());
    }

    /// <summary>Smallest and largest value, of all samples and of those that are no padding.</summary>
    public SampleRange Range(ReadOnlySpan<byte> bytes, PixelPadding padding)
    {
        var containers = MemoryMarshal.Cast<byte, ushort>(bytes);
        if (!Vector256.IsHardwareAccelerated || containers.Length < Vector256<short>.Count) return RangeByOne(containers, padding);
        return isSigned ? RangeSigned(containers, padding) : RangeUnsigned(containers, padding);
    }

    /// <summary>The scalar twin.</summary>
    internal SampleRange RangeByOne(ReadOnlySpan<ushort> containers, PixelPadding padding)
    {
        var (low, high, imageLow, imageHigh) = (int.MaxValue, int.MinValue, int.MaxValue, int.MinValue);
        foreach (var container in containers)
        {
            var value = Value(container);
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
            if (!padding.Contains(value)) (imageLow, imageHigh) = (Math.Min(imageLow, value), Math.Max(imageHigh, value));
        }
        return new(low, high, imageLow, imageHigh);
    }

    private SampleRange RangeSigned(ReadOnlySpan<ushort> containers, PixelPadding padding)
    {
        var padLow = Vector256.Create((short)Math.Clamp(padding.Low, short.MinValue, short.MaxValue));
        var padHigh = Vector256.Create((short)Math.Clamp(padding.High, short.MinValue, short.MaxValue));
        var isPadded = !padding.IsNone && padding.Low <= short.MaxValue && padding.High >= short.MinValue;
        var (low, high) = (Vector256.Create(short.MaxValue), Vector256.Create(short.MinValue));
        var (imageLow, imageHigh) = (low, high);
        ref var first = ref MemoryMarshal.GetReference(containers);
        for (var at = 0; at < containers.Length; at += Vector256<short>.Count)
        {
            at = Math.Min(at, containers.Length - Vector256<short>.Count); // the last ones are looked at twice
            var values = Vector256.ShiftRightArithmetic(Vector256.ShiftLeft(Vector256.LoadUnsafe(ref first, (nuint)at).AsInt16(), left), right);
            (low, high) = (Vector256.Min(low, values), Vector256.Max(high, values));
            if (!isPadded) continue;
            var isPadding = Vector256.GreaterThanOrEqual(values, padLow) & Vector256.LessThanOrEqual(values, padHigh);
            imageLow = Vector256.Min(imageLow, Vector256.ConditionalSelect(isPadding, Vector256.Create(short.MaxValue), values));
            imageHigh = Vector256.Max(imageHigh, Vector256.ConditionalSelect(isPadding, Vector256.Create(short.MinValue), values));
        }
        var (least, most) = (Least(low), Most(high));
        return isPadded ? new(least, most, Least(imageLow), Most(imageHigh)) : new(least, most, least, most);
    }

    private SampleRange RangeUnsigned(ReadOnlySpan<ushort> containers, PixelPadding padding)
    {
        var padLow = Vector256.Create((ushort)Math.Clamp(padding.Low, 0, ushort.MaxValue));
        var padHigh = Vector256.Create((ushort)Math.Clamp(padding.High, 0, ushort.MaxValue));
        var isPadded = !padding.IsNone && padding.Low <= ushort.MaxValue && padding.High >= 0;
        var (low, high) = (Vector256.Create(ushort.MaxValue), Vector256.Create(ushort.MinValue));
        var (imageLow, imageHigh) = (low, high);
        ref var first = ref MemoryMarshal.GetReference(containers);
        for (var at = 0; at < containers.Length; at += Vector256<ushort>.Count)
        {
            at = Math.Min(at, containers.Length - Vector256<ushort>.Count);
            var values = Vector256.ShiftRightLogical(Vector256.ShiftLeft(Vector256.LoadUnsafe(ref first, (nuint)at), left), right);
            (low, high) = (Vector256.Min(low, values), Vector256.Max(high, values));
            if (!isPadded) continue;
            var isPadding = Vector256.GreaterThanOrEqual(values, padLow) & Vector256.LessThanOrEqual(values, padHigh);
            imageLow = Vector256.Min(imageLow, Vector256.ConditionalSelect(isPadding, Vector256.Create(ushort.MaxValue), values));
            imageHigh = Vector256.Max(imageHigh, Vector256.ConditionalSelect(isPadding, Vector256.Create(ushort.MinValue), values));
        }
        var (least, most) = (Least(low), Most(high));
        return isPadded ? new(least, most, Least(imageLow), Most(imageHigh)) : new(least, most, least, most);
    }

    private static int Least<T>(Vector256<T> values) where T : unmanaged, System.Numerics.INumber<T>
    {
        var least = values[0];
        for (var i = 1; i < Vector256<T>.Count; i++) least = T.Min(least, values[i]);
        return int.CreateChecked(least);
    }

    private static int Most<T>(Vector256<T> values) where T : unmanaged, System.Numerics.INumber<T>
    {
        var most = values[0];
        for (var i = 1; i < Vector256<T>.Count; i++) most = T.Max(most, values[i]);
        return int.CreateChecked(most);
    }
}
