using System.Buffers.Binary;
using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;

namespace Concord.Server.DicomWeb.Store.Metadata;

/// <summary>Which transfer syntax a part of bulk data is in (PS3.18 Tables 8.7.3-4 and 8.7.3-5).</summary>
internal static class BulkMedia
{
    /// <summary>Media types of compressed pixel data, and the transfer syntaxes they may be; the first is the default.</summary>
    private static readonly Dictionary<string, string[]> Compressed = new()
    {
        ["image/jpeg"] = ["1.2.840.10008.1.2.4.70", "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51", "1.2.840.10008.1.2.4.57"],
        ["image/dicom-rle"] = ["1.2.840.10008.1.2.5"],
        ["image/x-dicom-rle"] = ["1.2.840.10008.1.2.5"],
        ["image/jls"] = ["1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81"],
        ["image/x-jls"] = ["1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81"],
        ["image/jp2"] = ["1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.91"],
        ["image/jpx"] = ["1.2.840.10008.1.2.4.92", "1.2.840.10008.1.2.4.93"],
        ["image/jphc"] = ["1.2.840.10008.1.2.4.201", "1.2.840.10008.1.2.4.202", "1.2.840.10008.1.2.4.203"],
        ["image/jxl"] = ["1.2.840.10008.1.2.4.110", "1.2.840.10008.1.2.4.111", "1.2.840.10008.1.2.4.112"],
        ["video/mpeg"] = ["1.2.840.10008.1.2.4.101", "1.2.840.10008.1.2.4.100", "1.2.840.10008.1.2.4.100.1", "1.2.840.10008.1.2.4.101.1"],
        ["video/mp4"] =
        [
            "1.2.840.10008.1.2.4.102", "1.2.840.10008.1.2.4.102.1", "1.2.840.10008.1.2.4.103", "1.2.840.10008.1.2.4.103.1", "1.2.840.10008.1.2.4.104", "1.2.840.10008.1.2.4.104.1",
            "1.2.840.10008.1.2.4.105", "1.2.840.10008.1.2.4.105.1", "1.2.840.10008.1.2.4.106", "1.2.840.10008.1.2.4.106.1",
        ],
        ["video/h265"] = ["1.2.840.10008.1.2.4.107", "1.2.840.10008.1.2.4.108"],
    };

    /// <summary>The syntax that the value will be in; null when the part names one that its media type cannot be.</summary>
    /// <param name="headers">Of the part.</param>
    /// <param name="start">The value's first bytes.</param>
    public static TransferSyntax? SyntaxOf(PartHeaders headers, ReadOnlySpan<byte> start)
    {
        if (!Compressed.TryGetValue(headers.ContentType, out var possible))
            return headers.TransferSyntax is "" or "1.2.840.10008.1.2.1" or "1.2.840.10008.1.2" ? TransferSyntax.ExplicitVrLittleEndian : null;
        if (headers.TransferSyntax.Length > 0 && !possible.Contains(headers.TransferSyntax)) return null;
        var uid = headers.TransferSyntax.Length > 0 ? headers.TransferSyntax : headers.ContentType switch
        {
            "image/jpeg" => JpegSyntax(start) ?? possible[0],
            "image/jp2" or "image/jpx" when IsIrreversible(start) => possible[1],
            "image/jphc" when IsIrreversible(start) => possible[2],
            _ => possible[0],
        };
        return TransferSyntax.Of(Uid.Parse(uid));
    }

    /// <summary>Where the code stream begins: pixel data has no JP2 boxes around it (PS3.5 §8.2.4).</summary>
    public static int StreamStart(ReadOnlySpan<byte> start)
    {
        if (start.Length < 12 || !start[4..8].SequenceEqual("jP  "u8)) return 0;
        for (var at = 0L; at + 8 <= start.Length;)
        {
            var box = start[(int)at..];
            if (box[4..8].SequenceEqual("jp2c"u8)) return (int)at + (BinaryPrimitives.ReadUInt32BigEndian(box) == 1 ? 16 : 8);
            var length = BinaryPrimitives.ReadUInt32BigEndian(box);
            if (length < 8) return 0;
            at += length;
        }
        return 0;
    }

    /// <summary>By the frame header: clients send photographs without a word on their syntax.</summary>
    private static string? JpegSyntax(ReadOnlySpan<byte> start) => ImageFacts.FindJpegFrame(start, out var marker, out _) ? marker switch
    {
        0xC0 => "1.2.840.10008.1.2.4.50",
        0xC1 => "1.2.840.10008.1.2.4.51",
        0xC3 => ImageFacts.PredictorOf(start) == 1 ? "1.2.840.10008.1.2.4.70" : "1.2.840.10008.1.2.4.57",
        _ => null,
    } : null;

    /// <summary>The 9-7 wavelet: what was coded is not there to the bit (ISO/IEC 15444-1 Table A.20).</summary>
    private static bool IsIrreversible(ReadOnlySpan<byte> start) => ImageFacts.FindCodingStyle(start[StreamStart(start)..], out var style) && style.Length > 11 && style[11] == 0;
}
