using System.IO.Compression;

namespace Concord.Dicom.Encoding;

/// <summary>The raw deflate stream that a Deflated data set is (PS3.5 §A.5, RFC 1951).</summary>
internal static class Deflated
{
    private const int FirstBuffer = 64 * 1024;

    /// <summary>Inflates the whole stream.</summary>
    /// <exception cref="DicomFormatException">No deflate stream, or it gives more than <paramref name="maxBytes"/>.</exception>
    public static ReadOnlyMemory<byte> Inflate(ReadOnlyMemory<byte> data, long maxBytes)
    {
        using var source = new SequenceStream(new(data));
        using var inflater = new DeflateStream(source, CompressionMode.Decompress);
        var output = new byte[Math.Min(FirstBuffer, Math.Max(maxBytes, 1))];
        var length = 0;
        try
        {
            while (true)
            {
                var read = inflater.Read(output, length, output.Length - length);
                // an inflater that has seen the last block asks for no more input
                if (read == 0 && source.IsOverdrawn) throw new DicomFormatException("The deflated data are cut off.", null, length);
                if (read == 0) return output.AsMemory(0, length);
                length += read;
                if (length < output.Length) continue;
                if (length >= maxBytes) throw new DicomFormatException($"The data inflate to more than {maxBytes} bytes.");
                Array.Resize(ref output, (int)Math.Min(Math.Min(output.Length * 2L, maxBytes), Array.MaxLength));
            }
        }
        catch (InvalidDataException)
        {
            throw new DicomFormatException("The deflated data are damaged.", null, length);
        }
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
