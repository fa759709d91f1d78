using System.Buffers.Binary;
using System.IO.Compression;
using Concord.Imaging.Rendering;

namespace Dicom.Tests.Imaging.Rendering;

public sealed class PngTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 300, 1)]
    [InlineData(300, 1, 3)]
    [InlineData(1, 1, 3)]
    [InlineData(517, 301, 1)]
    [InlineData(517, 301, 3)]
    public void A_file_holds_the_picture(int columns, int rows, int samples)
    {
        var random = new Random(columns);
        using var picture = Picture.Rent(columns, rows, samples);
        for (var i = 0; i < picture.Length; i++) picture.Span[i] = (byte)((i / 3) + random.Next(8)); // a gradient with noise
        var (header, pixels) = Read(PngEncoder.Encode(picture, CancellationToken.None).Span);
        Assert.Equal((columns, rows, samples), header);
        Assert.Equal(picture.Span.ToArray(), pixels);
    }

    [Theory]
    [InlineData(2000, 1100, 1)]
    [InlineData(2000, 1100, 3)]
    [InlineData(600_000, 3, 1)] // a row is longer than a strip
    [InlineData(5, 1, 1)]
    public async Task Rows_that_come_in_strips_make_the_same_file(int columns, int rows, int samples)
    {
        using var picture = Picture.Rent(columns, rows, samples);
        for (var i = 0; i < picture.Length; i++) picture.Span[i] = (byte)((i * 7) ^ (i >> 9));
        using var whole = PngEncoder.Encode(picture, CancellationToken.None);
        using var strips = await PngEncoder.Encode((IPictureRows)picture, CancellationToken.None);
        Assert.True(whole.Span.SequenceEqual(strips.Span));
    }

    [Fact]
    public void Large_files_come_in_chunks()
    {
        using var picture = Picture.Rent(1000, 1000, 1);
        new Random(1).NextBytes(picture.Span);
        var file = PngEncoder.Encode(picture, CancellationToken.None);
        Assert.True(Count(file.Span, "IDAT"u8) > 3);
        Assert.Equal(picture.Span.ToArray(), Read(file.Span).Pixels);
    }

    [Fact]
    public void Writing_ends_when_it_is_cancelled()
    {
        using var picture = Picture.Rent(10, 10, 1);
        Assert.Throws<OperationCanceledException>(() => PngEncoder.Encode(picture, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void What_a_row_weighs_is_the_same_many_bytes_at_once_and_one_by_one()
    {
        var random = new Random(2);
        foreach (var length in new[] { 0, 1, 31, 32, 33, 1000, 100_003 })
        {
            var row = new byte[length];
            random.NextBytes(row);
            Assert.Equal(PngFilter.WeightByOne(row), PngFilter.Weight(row));
            Array.Fill(row, (byte)128);
            Assert.Equal(128L * length, PngFilter.Weight(row));
        }
    }

    [Fact]
    public void Checksums_are_those_of_the_standard() => Assert.Equal(0xCBF43926u, PngCrc.Of("123456789"u8));

    /// <summary>A reader of its own: chunks with their checksums, the stream, the five filters.</summary>
    private static ((int Columns, int Rows, int Samples) Header, byte[] Pixels) Read(ReadOnlySpan<byte> file)
    {
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], file[..8].ToArray());
        var stream = new MemoryStream();
        (int Columns, int Rows, int Samples) header = default;
        for (var at = 8; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file[at..]);
            Assert.Equal(SlowCrc(file.Slice(at + 4, length + 4)), BinaryPrimitives.ReadUInt32BigEndian(file[(at + 8 + length)..]));
            var data = file.Slice(at + 8, length);
            switch (System.Text.Encoding.ASCII.GetString(file.Slice(at + 4, 4)))
            {
                case "IHDR":
                    Assert.Equal(8, data[8]);
                    header = (BinaryPrimitives.ReadInt32BigEndian(data), BinaryPrimitives.ReadInt32BigEndian(data[4..]), data[9] == 0 ? 1 : 3);
                    break;
                case "IDAT": stream.Write(data); break;
                case "IEND": Assert.Equal(file.Length, at + 12); break;
            }
            at += 12 + length;
        }
        stream.Position = 0;
        using var zlib = new ZLibStream(stream, CompressionMode.Decompress);
        var raw = new MemoryStream();
        zlib.CopyTo(raw);
        return (header, Unfilter(raw.ToArray(), header.Columns * header.Samples, header.Samples));
    }

    private static byte[] Unfilter(byte[] raw, int stride, int unit)
    {
        var rows = raw.Length / (stride + 1);
        Assert.Equal(rows * (stride + 1), raw.Length);
        var pixels = new byte[rows * stride];
        for (var row = 0; row < rows; row++)
        {
            for (var i = 0; i < stride; i++)
            {
                int left = i >= unit ? pixels[(row * stride) + i - unit] : 0, up = row > 0 ? pixels[((row - 1) * stride) + i] : 0;
                var foretold = raw[row * (stride + 1)] switch { 0 => 0, 1 => left, 2 => up, var filter => throw new InvalidDataException($"filter {filter}") };
                pixels[(row * stride) + i] = (byte)(raw[(row * (stride + 1)) + 1 + i] + foretold);
            }
        }
        return pixels;
    }

    private static uint SlowCrc(ReadOnlySpan<byte> bytes)
    {
        var state = ~0u;
        foreach (var value in bytes)
        {
            state ^= value;
            for (var bit = 0; bit < 8; bit++) state = (state & 1) != 0 ? (state >> 1) ^ 0xEDB88320 : state >> 1;
        }
        return ~state;
    }

    private static int Count(ReadOnlySpan<byte> file, ReadOnlySpan<byte> type)
    {
        var count = 0;
        for (int at; (at = file.IndexOf(type)) >= 0; file = file[(at + 4)..]) count++;
        return count;
    }
}
