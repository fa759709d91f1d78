using System.Buffers.Binary;
using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Server.DicomWeb.Retrieve;

namespace Concord.Server.DicomWeb.Store.Metadata;

/// <summary>Which transfer syntax a part of bulk data is in (PS3.18 Tables 8.7.3-4 and 8.7.3-5).</summary>
internal static class BulkMedia
{
    /// <summary>The syntax that the value will be in; null when the part names one that its media type cannot be.</summary>
    /// <param name="headers">Of the part.</param>
    /// <param name="start">The value's first bytes.</param>
    public static TransferSyntax? SyntaxOf(PartHeaders headers, ReadOnlySpan<byte> start)
    {
        var type = headers.ContentType.Replace("/x-", "/", StringComparison.Ordinal); // as some clients still write them
        if (headers.TransferSyntax.Length > 0) return Named(headers.TransferSyntax, type);
        var uid = type switch
        {
            "image/jpeg" => JpegSyntax(start),
            "image/jp2" when IsIrreversible(start) => "1.2.840.10008.1.2.4.91",
            "image/jpx" => IsIrreversible(start) ? "1.2.840.10008.1.2.4.93" : "1.2.840.10008.1.2.4.92",
            "image/jphc" when IsIrreversible(start) => "1.2.840.10008.1.2.4.203",
            "image/jxl" => "1.2.840.10008.1.2.4.110",
            "video/mpeg" => "1.2.840.10008.1.2.4.101",
            "video/mp4" => "1.2.840.10008.1.2.4.102",
            "video/h265" => "1.2.840.10008.1.2.4.107",
            _ => null,
        } ?? MediaTypes.DefaultSyntaxOf(type);
        return uid.Length > 0 ? TransferSyntax.Of(Uid.Parse(uid)) : TransferSyntax.ExplicitVrLittleEndian;
    }

    private static TransferSyntax? Named(string name, string type)
    {
        if (!Uid.TryParse(name, out Uid uid) || TransferSyntax.Of(uid) is not { IsStandard: true } syntax) return null;
        if (!MediaTypes.OfPixelData(syntax).Equals(type, StringComparison.OrdinalIgnoreCase)) return null;
        return syntax.IsEncapsulated ? syntax : syntax is { IsBigEndian: false, IsDeflated: false } ? TransferSyntax.ExplicitVrLittleEndian : null;
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
