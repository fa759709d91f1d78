using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Concord.Imaging.Rendering;

/// <summary>A <see cref="GrayPipeline"/> worked out for every value that a frame has: one look-up a sample, by its stored bits.</summary>
internal sealed class GrayTable : IDisposable
{
    /// <summary>Samples that are looked up at one step.</summary>
    private const int Step = 4;

    private readonly byte[] _rented;
    private readonly int _mask;
    private readonly int _shift;
    private readonly int _sampleBytes;
    private readonly GrayRamp? _ramp;

    /// <param name="image">Of integers of at most 16 bits: says where the stored bits lie.</param>
    /// <param name="range">Of stored values.</param>
    public GrayTable(GrayPipeline pipeline, ImagePixels image, SampleRange range)
    {
        (_mask, _shift, _sampleBytes) = ((1 << image.BitsStored) - 1, image.HighBit + 1 - image.BitsStored, image.BytesPerSample);
        _rented = ArrayPool<byte>.Shared.Rent(_mask + 1);
        for (var value = (int)range.Low; value <= (int)range.High; value++) _rented[value & _mask] = pipeline.Map(value);
        if (_sampleBytes == 2 && pipeline.Slope is { } slope) _ramp = RampOf(slope, Samples16.Of(image), range);
    }

    /// <summary>Samples are multiplied, not looked up.</summary>
    internal bool IsRamp => _ramp is not null;

    /// <summary>Draws samples whose values the range has, and no others.</summary>
    public void Apply(ReadOnlySpan<byte> bytes, Span<byte> output)
    {
        bytes = bytes[..(output.Length * _sampleBytes)];
        var at = _ramp is { } ramp ? ramp.Apply(bytes, output) : _sampleBytes == 2 ? ApplyByFour(bytes, output) : 0;
        ApplyByOne(bytes[(at * _sampleBytes)..], output[at..]);
    }

    /// <summary>The scalar twin.</summary>
    internal void ApplyByOne(ReadOnlySpan<byte> bytes, Span<byte> output)
    {
        var table = _rented.AsSpan(0, _mask + 1);
        if (_sampleBytes == 1)
        {
            for (var i = 0; i < output.Length; i++) output[i] = table[(bytes[i] >> _shift) & _mask];
            return;
        }
        var containers = MemoryMarshal.Cast<byte, ushort>(bytes);
        for (var i = 0; i < output.Length; i++) output[i] = table[(containers[i] >> _shift) & _mask];
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_rented);

    /// <summary>Negative values lie in the upper half of the table, and follow it.</summary>
    private GrayRamp? RampOf(double slope, Samples16 samples, SampleRange range)
    {
        var (low, high) = ((int)range.Low, (int)range.High);
        if (low >= 0 || high < 0) return GrayRamp.Find(_rented.AsSpan(low & _mask, high - low + 1), low, slope, samples);
        using var inOrder = PooledBytes.Rent(high - low + 1);
        _rented.AsSpan(low & _mask, -low).CopyTo(inOrder.Span);
        _rented.AsSpan(0, high + 1).CopyTo(inOrder.Span[-low..]);
        return GrayRamp.Find(inOrder.Span, low, slope, samples);
    }

    /// <summary>Four samples of 16 bits are loaded, shifted and masked as one number, and written as one: what a neighbour shifts in, the mask takes away.</summary>
    /// <returns>Samples that were drawn.</returns>
    internal int ApplyByFour(ReadOnlySpan<byte> bytes, Span<byte> output)
    {
        ref var table = ref MemoryMarshal.GetArrayDataReference(_rented); // a masked number is always in it
        ref var from = ref MemoryMarshal.GetReference(bytes);
        ref var to = ref MemoryMarshal.GetReference(output);
        var (masks, shift) = ((ulong)_mask * 0x0001_0001_0001_0001, _shift);
        var end = output.Length / Step * Step;
        for (var at = 0; at < end; at += Step)
        {
            var four = (Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref from, at * 2)) >> shift) & masks;
            var drawn = Unsafe.Add(ref table, (nint)(ushort)four) | ((uint)Unsafe.Add(ref table, (nint)(ushort)(four >> 16)) << 8)
                | ((uint)Unsafe.Add(ref table, (nint)(ushort)(four >> 32)) << 16) | ((uint)Unsafe.Add(ref table, (nint)(four >> 48)) << 24);
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, at), drawn);
        }
        return end;
    }
}
