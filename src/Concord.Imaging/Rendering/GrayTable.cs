using System.Buffers;
using System.Runtime.InteropServices;

namespace Concord.Imaging.Rendering;

/// <summary>A <see cref="GrayPipeline"/> worked out for every value that a frame has: one look-up a sample.</summary>
internal sealed class GrayTable : IDisposable
{
    private readonly byte[] _rented;
    private readonly int _low;

    /// <param name="range">Of stored values; at most 65536 of them.</param>
    public GrayTable(GrayPipeline pipeline, SampleRange range)
    {
        _low = (int)range.Low;
        var count = (int)range.High - _low + 1;
        _rented = ArrayPool<byte>.Shared.Rent(count);
        for (var i = 0; i < count; i++) _rented[i] = pipeline.Map(_low + i);
    }

    /// <summary>Draws samples whose values the range has, and no others.</summary>
    public void Apply(ReadOnlySpan<byte> bytes, Samples16 samples, Span<byte> output)
    {
        var table = _rented.AsSpan();
        var containers = MemoryMarshal.Cast<byte, ushort>(bytes)[..output.Length];
        var low = _low;
        for (var i = 0; i < containers.Length; i++) output[i] = table[samples.Value(containers[i]) - low];
    }

    /// <summary>The same of samples of 8 bits.</summary>
    /// <param name="image">Says where the stored bits lie.</param>
    public void Apply(ReadOnlySpan<byte> bytes, ImagePixels image, Span<byte> output)
    {
        Span<byte> table = stackalloc byte[256];
        for (var container = 0; container < 256; container++)
        {
            var value = (int)WideSamples.Value([(byte)container], 0, image) - _low;
            table[container] = value >= 0 && value < _rented.Length ? _rented[value] : (byte)0;
        }
        for (var i = 0; i < output.Length; i++) output[i] = table[bytes[i]];
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_rented);
}
