using System.Buffers.Binary;
using System.IO.Compression;

namespace Concord.Imaging.Rendering.Icc;

/// <summary>Puts profiles into files of pictures.</summary>
public static class ProfileFiles
{
    /// <summary>Bytes of a profile in one segment of a JPEG (ISO 15076-1 §B.4).</summary>
    private const int MaxSegment = 65519;

    private const int MaxSegments = 255;

    private static ReadOnlySpan<byte> JpegName => "ICC_PROFILE\0"u8;

    /// <summary>The data of a PNG's iCCP chunk (ISO/IEC 15948 §11.3.3.3).</summary>
    public static byte[] PngChunk(ColorProfile profile)
    {
        var data = new MemoryStream();
        data.Write("ICC\0\0"u8); // its name, and how it is compressed
        using (var zlib = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true)) zlib.Write(profile.Bytes.Span);
        return data.ToArray();
    }

    /// <summary>A JPEG with the profile in APP2 segments, after the first segment where that is APP0; as it was when the profile is too large for that.</summary>
    public static byte[] IntoJpeg(ReadOnlySpan<byte> file, ColorProfile profile)
    {
        var segments = (profile.Bytes.Length + MaxSegment - 1) / MaxSegment;
        if (segments > MaxSegments) return file.ToArray();
        var at = file[2] == 0xFF && file[3] == 0xE0 ? 4 + BinaryPrimitives.ReadUInt16BigEndian(file[4..]) : 2;
        var output = new MemoryStream(file.Length + profile.Bytes.Length + (segments * 18));
        output.Write(file[..at]);
        Span<byte> head = stackalloc byte[4];
        for (var i = 0; i < segments; i++)
        {
            var part = profile.Bytes.Span[(i * MaxSegment)..Math.Min((i + 1) * MaxSegment, profile.Bytes.Length)];
            (head[0], head[1]) = (0xFF, 0xE2);
            BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)(2 + JpegName.Length + 2 + part.Length));
            output.Write(head);
            output.Write(JpegName);
            output.WriteByte((byte)(i + 1));
            output.WriteByte((byte)segments);
            output.Write(part);
        }
        output.Write(file[at..]);
        return output.ToArray();
    }
}
