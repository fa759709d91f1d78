using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using Concord.Imaging;
using Concord.Imaging.Codecs.Managed;

namespace Concord.Bench.Imaging;

/// <summary>What is decoded without native code, one 512 x 512 frame each: 16-bit gray (512 KB) or RGB (768 KB).</summary>
public class ManagedDecoderBenchmarks
{
    private const int Side = 512;
    private static readonly ImagePixels Gray = new(Side, Side, 1, 16, 12, 11, false, false, PhotometricInterpretation.Monochrome2, 1, SampleKind.Integer);
    private static readonly ImagePixels Planar = new(Side, Side, 3, 8, 8, 7, false, true, PhotometricInterpretation.Rgb, 1, SampleKind.Integer);
    private readonly byte[] _planes = new byte[Side * Side * 3];
    private readonly byte[] _output = new byte[Side * Side * 3];
    private byte[] _rle = [];

    [GlobalSetup]
    public void Setup()
    {
        new Random(1).NextBytes(_planes);
        var stream = new MemoryStream();
        stream.Write(new byte[64]);
        for (var run = 0; run < Side * Side / 16; run++) stream.Write([0xF1, (byte)(run % 7)]); // the high bytes: runs of 16
        var second = (int)stream.Length;
        for (var row = 0; row < Side * Side / 128; row++) stream.Write([0x7F, .. _planes.AsSpan(row * 128 % 65536, 128)]); // the low ones: noise
        _rle = stream.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(_rle, 2);
        BinaryPrimitives.WriteInt32LittleEndian(_rle.AsSpan(4), 64);
        BinaryPrimitives.WriteInt32LittleEndian(_rle.AsSpan(8), second);
    }

    [Benchmark] public void WeavePairs() => PlaneWeaver.Weave(_planes.AsSpan(0, Side * Side * 2), _output.AsSpan(0, Side * Side * 2), 2);

    [Benchmark] public void WeavePairsScalar() => PlaneWeaver.WeaveScalar(_planes.AsSpan(0, Side * Side * 2), _output.AsSpan(0, Side * Side * 2), 2);

    [Benchmark] public void WeaveTriples() => PlaneWeaver.Weave(_planes, _output, 3);

    [Benchmark] public void WeaveTriplesScalar() => PlaneWeaver.WeaveScalar(_planes, _output, 3);

    [Benchmark] public void RunLengthsOf16Bits() => RleDecoder.Decode(Gray, _rle).Dispose();

    [Benchmark] public void PlanarColour() => NativeDecoder.Decode(Planar, _planes).Dispose();
}
