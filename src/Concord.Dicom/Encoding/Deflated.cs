using System.IO.Compression;

namespace Concord.Dicom.Encoding;

/// <summary>The raw deflate stream that a Deflated data set is (PS3.5 §A.5, RFC 1951).</summary>
internal static class Deflated
{
    private const int FirstChunk = 64 << 10, LargestChunk = 4 << 20;

    /// <summary>Inflates the whole stream.</summary>
    /// <exception cref="DicomFormatException">No deflate stream, or it gives more than <paramref name="maxBytes"/>.</exception>
    public static ReadOnlyMemory<byte> Inflate(ReadOnlyMemory<byte> data, long maxBytes)
    {
        using var source = new SequenceStream(new(data));
        using var inflater = new DeflateStream(source, CompressionMode.Decompress);
        List<byte[]> chunks = []; // not one that doubles: what a bomb costs is its size twice, no more
        long length = 0;
        try
        {
            while (true)
            {
                var chunk = new byte[Math.Clamp(length, FirstChunk, LargestChunk)];
                var read = inflater.ReadAtLeast(chunk, chunk.Length, throwOnEndOfStream: false);
                length += read;
                if (length > maxBytes) throw new DicomFormatException($"The data inflate to more than {maxBytes} bytes.");
                chunks.Add(chunk);
                if (read == chunk.Length) continue;
                // an inflater that has seen the last block asks for no more input
                return source.IsOverdrawn ? throw new DicomFormatException("The deflated data are cut off.", null, length) : Join(chunks, length);
            }
        }
        catch (InvalidDataException)
        {
            throw new DicomFormatException("The deflated data are damaged.", null, length);
        }
    }

    private static byte[] Join(List<byte[]> chunks, long length)
    {
        var whole = new byte[length];
        var at = 0;
        foreach (var chunk in chunks)
        {
            var count = (int)Math.Min(chunk.Length, length - at);
            chunk.AsSpan(0, count).CopyTo(whole.AsSpan(at));
            at += count;
        }
        return whole;
    }

    /// <summary>Deflates and brings to even length.</summary>
    public static byte[] Deflate(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty) return [0x03, 0x00]; // one empty last block, which the framework does not write
        var output = new MemoryStream();
        using (var deflater = new DeflateStream(output, CompressionLevel.Optimal, leaveOpen: true)) deflater.Write(data);
        if (output.Length % 2 != 0) output.WriteByte(0);
        return output.ToArray();
    }
}
