using System.Buffers.Binary;
using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Imaging.Codecs;

namespace Dicom.Tests.Imaging.Encoding;

/// <summary>What PS3.5 §10.18.1 asks of HTJ2K Lossless RPCL, read from the code stream's own markers (ISO/IEC 15444-1 Annex A).</summary>
public sealed class CodeStreamTests
{
    private const int Siz = 0xFF51, Cap = 0xFF50, Cod = 0xFF52, Tlm = 0xFF55, Sot = 0xFF90, EndOfCodeStream = 0xFFD9;

    [Theory]
    [InlineData(512, 512)]
    [InlineData(3328, 4096)]
    [InlineData(61, 37)]
    [InlineData(1, 5000)]
    [InlineData(1, 1)]
    public async Task It_is_RPCL_with_a_small_base_resolution_and_lengths_of_its_tile_parts(int columns, int rows)
    {
        using var frame = TestImages.Make(TestImages.Gray(columns, rows, 12, false), TestImages.Content.Smooth, 1);
        using var encoded = await new FrameEncoder(CodecProgram.Shared).Encode(TransferSyntax.Of(Uid.Parse("1.2.840.10008.1.2.4.202")), frame, EncodeOptions.Lossless, default);
        var stream = encoded.Bytes.Memory.ToArray();
        var segments = MainHeader(stream, out var tileParts);
        Assert.Equal([Siz, Cap], segments.Take(2).Select(segment => segment.Marker));
        var coding = segments.Single(segment => segment.Marker == Cod).Body;
        Assert.Equal(2, coding[1]);                                  // progression: RPCL
        Assert.Equal((4, 4), (coding[6], coding[7]));                // blocks of 64 x 64
        Assert.Equal(0x40, coding[8] & 0x40);                        // high throughput
        Assert.Equal(1, coding[9]);                                  // the reversible transform
        int levels = coding[5], scale = 1 << levels;
        Assert.True((columns + scale - 1) / scale <= 64 && (rows + scale - 1) / scale <= 64);
        var table = segments.Single(segment => segment.Marker == Tlm).Body;
        Assert.Equal((0, 0x50), (table[0], table[1]));
        var lengths = new List<long>();
        for (var at = 2; at < table.Length; at += 5) lengths.Add(BinaryPrimitives.ReadUInt32BigEndian(table.AsSpan(at + 1)));
        Assert.Equal(TilePartLengths(stream, tileParts), lengths);
    }

    private static List<(int Marker, byte[] Body)> MainHeader(byte[] stream, out int tileParts)
    {
        Assert.Equal(0xFF4F, BinaryPrimitives.ReadUInt16BigEndian(stream));
        var segments = new List<(int, byte[])>();
        for (tileParts = 2; BinaryPrimitives.ReadUInt16BigEndian(stream.AsSpan(tileParts)) is var marker && marker != Sot;)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(stream.AsSpan(tileParts + 2));
            segments.Add((marker, stream[(tileParts + 4)..(tileParts + 2 + length)]));
            tileParts += 2 + length;
        }
        return segments;
    }

    private static List<long> TilePartLengths(byte[] stream, int at)
    {
        var lengths = new List<long>();
        while (BinaryPrimitives.ReadUInt16BigEndian(stream.AsSpan(at)) is var marker && marker != EndOfCodeStream)
        {
            Assert.Equal(Sot, marker);
            lengths.Add(BinaryPrimitives.ReadUInt32BigEndian(stream.AsSpan(at + 6)));
            at += (int)lengths[^1];
        }
        Assert.InRange(stream.Length - at, 2, 3);
        return lengths;
    }
}
