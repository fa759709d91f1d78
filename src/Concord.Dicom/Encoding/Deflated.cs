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
        using var inflater = new DeflateStream(new SequenceStream(new(data)), CompressionMode.Decompress);
        var output = new byte[Math.Min(FirstBuffer, Math.Max(maxBytes, 1))];
        var length = 0;
        try
        {
            while (true)
            {
                var read = inflater.Read(output, length, output.Length - length);
                if (read == 0) return output.AsMemory(0, length);
                length += read;
                if (length < output.Length) continue;
                if (length >= maxBytes) throw new DicomFormatException($"The data inflate to more than {maxBytes} bytes.");
                Array.Resize(ref output, (int)Math.Min(Math.Min(output.Length * 2L, maxBytes), Array.MaxLength));
            }
        }
        catch (InvalidDataException damage)
        {
            throw new DicomFormatException($"The deflated data are damaged: {damage.GetType().Name}.", null, length);
        }
    }

    /// <summary>Deflates and brings to even length.</summary>
    public static byte[] Deflate(ReadOnlySpan<byte> data)
    {
        var output = new MemoryStream();
        using (var deflater = new DeflateStream(output, CompressionLevel.Optimal, leaveOpen: true)) deflater.Write(data);
        if (output.Length % 2 != 0) output.WriteByte(0);
        return output.ToArray();
    }
}
