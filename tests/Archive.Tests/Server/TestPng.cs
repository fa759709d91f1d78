using System.Buffers.Binary;
using System.IO.Compression;

namespace Archive.Tests.Server;

/// <summary>Reads PNG of 8 bits, gray or red, green, blue: a decoder that shares nothing with the encoder.</summary>
internal static class TestPng
{
    public static byte[] Pixels(byte[] file)
    {
        var (columns, rows) = (BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(20)));
        var pixel = file[25] == 2 ? 3 : 1;
        var stride = columns * pixel;
        var lines = Inflate(file);
        Assert.Equal(rows * (stride + 1), lines.Length);
        var pixels = new byte[rows * stride];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (row, at) = (i / stride, i % stride);
            int left = at >= pixel ? pixels[i - pixel] : 0, up = row > 0 ? pixels[i - stride] : 0, corner = at >= pixel && row > 0 ? pixels[i - stride - pixel] : 0;
            var guess = lines[row * (stride + 1)] switch { 0 => 0, 1 => left, 2 => up, 3 => (left + up) / 2, 4 => Paeth(left, up, corner), var filter => throw new InvalidDataException($"filter {filter}") };
            pixels[i] = (byte)(lines[(row * (stride + 1)) + 1 + at] + guess);
        }
        return pixels;
    }

    /// <summary>Types of the chunks, in order.</summary>
    public static List<(string Type, byte[] Data)> Chunks(byte[] file)
    {
        var chunks = new List<(string, byte[])>();
        for (var at = 8; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            chunks.Add((System.Text.Encoding.ASCII.GetString(file, at + 4, 4), file[(at + 8)..(at + 8 + length)]));
            at += 12 + length;
        }
        return chunks;
    }

    private static byte[] Inflate(byte[] file)
    {
        var data = new MemoryStream([.. Chunks(file).Where(chunk => chunk.Type == "IDAT").SelectMany(chunk => chunk.Data)]);
        using var zlib = new ZLibStream(data, CompressionMode.Decompress);
        var lines = new MemoryStream();
        zlib.CopyTo(lines);
        return lines.ToArray();
    }

    private static int Paeth(int left, int up, int corner)
    {
        var guess = left + up - corner;
        var (toLeft, toUp, toCorner) = (Math.Abs(guess - left), Math.Abs(guess - up), Math.Abs(guess - corner));
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }
}
