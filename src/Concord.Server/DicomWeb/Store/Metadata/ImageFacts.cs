using System.Buffers.Binary;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Server.DicomWeb.Store.Metadata;

/// <summary>What a compressed image says of itself, for metadata that leave it to the image (PS3.18 §10.5.2, PS3.3 §C.7.6.3).</summary>
internal static class ImageFacts
{
    private const int FixedFrameLength = 8; // length 2, precision, lines 2, columns 2, components

    /// <summary>Sets those attributes of the Image Pixel Module that are absent, from the header of a JPEG, JPEG-LS or JPEG 2000 stream; else nothing.</summary>
    public static void Complete(DataSet dataSet, ReadOnlySpan<byte> start)
    {
        start = start[BulkMedia.StreamStart(start)..];
        if (start.StartsWith<byte>([0xFF, 0x4F])) Complete2000(dataSet, start);
        else if (FindJpegFrame(start, out _, out var frame)) CompleteJpeg(dataSet, start, frame);
    }

    /// <summary>The frame header of a JPEG or JPEG-LS stream, from its length on, and its marker.</summary>
    public static bool FindJpegFrame(ReadOnlySpan<byte> start, out int marker, out ReadOnlySpan<byte> frame)
    {
        foreach (var segment in new JpegSegments(start))
        {
            if (segment.Marker is not ((>= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC)) or 0xF7)) continue;
            marker = segment.Marker;
            frame = segment.Body;
            return frame.Length >= FixedFrameLength;
        }
        marker = 0;
        frame = default;
        return false;
    }

    /// <summary>The predictor of a lossless JPEG: Ss of its first scan (ISO/IEC 10918-1 §H.1.2); 0 when there is none.</summary>
    public static int PredictorOf(ReadOnlySpan<byte> start)
    {
        foreach (var segment in new JpegSegments(start))
            if (segment.Marker == 0xDA && segment.Body.Length > 2 && segment.Body[2] * 2 + 3 < segment.Body.Length) return segment.Body[3 + segment.Body[2] * 2];
        return 0;
    }

    /// <summary>The coding style marker segment of a JPEG 2000 code stream, from its length on.</summary>
    public static bool FindCodingStyle(ReadOnlySpan<byte> stream, out ReadOnlySpan<byte> style)
    {
        foreach (var segment in new JpegSegments(stream))
        {
            if (segment.Marker != 0x52) continue;
            style = segment.Body;
            return true;
        }
        style = default;
        return false;
    }

    private static void CompleteJpeg(DataSet dataSet, ReadOnlySpan<byte> stream, ReadOnlySpan<byte> frame)
    {
        var samples = frame[7];
        var isSubsampled = samples == 3 && frame.Length > 9 && frame[9] != 0x11;
        var isRgb = false;
        foreach (var segment in new JpegSegments(stream))
            if (segment.Marker == 0xEE && segment.Body.Length >= 14 && segment.Body[2..7].SequenceEqual("Adobe"u8)) isRgb = segment.Body[13] == 0;
        var color = isRgb ? "RGB" : isSubsampled ? "YBR_FULL_422" : "YBR_FULL";
        Set(dataSet, BinaryPrimitives.ReadUInt16BigEndian(frame[3..]), BinaryPrimitives.ReadUInt16BigEndian(frame[5..]), samples, frame[2], false, color);
    }

    private static void Complete2000(DataSet dataSet, ReadOnlySpan<byte> stream)
    {
        foreach (var segment in new JpegSegments(stream))
        {
            if (segment.Marker != 0x51 || segment.Body.Length < 39) continue;
            var size = segment.Body;
            var columns = BinaryPrimitives.ReadUInt32BigEndian(size[4..]) - (long)BinaryPrimitives.ReadUInt32BigEndian(size[12..]);
            var rows = BinaryPrimitives.ReadUInt32BigEndian(size[8..]) - (long)BinaryPrimitives.ReadUInt32BigEndian(size[16..]);
            var transforms = FindCodingStyle(stream, out var style) && style.Length > 11 && style[6] == 1;
            var color = !transforms ? "RGB" : style[11] == 0 ? "YBR_ICT" : "YBR_RCT";
            Set(dataSet, rows, columns, BinaryPrimitives.ReadUInt16BigEndian(size[36..]), (size[38] & 0x7F) + 1, size[38] >= 0x80, color);
        }
    }

    private static void Set(DataSet dataSet, long rows, long columns, int samples, int bits, bool isSigned, string color)
    {
        SetAbsent(dataSet, Tags.SamplesPerPixel, samples);
        if (!dataSet.Contains(Tags.PhotometricInterpretation)) dataSet.SetString(Tags.PhotometricInterpretation, samples == 1 ? "MONOCHROME2" : color);
        if (samples > 1) SetAbsent(dataSet, Tags.PlanarConfiguration, 0);
        SetAbsent(dataSet, Tags.Rows, rows);
        SetAbsent(dataSet, Tags.Columns, columns);
        SetAbsent(dataSet, Tags.BitsAllocated, bits <= 8 ? 8 : 16);
        SetAbsent(dataSet, Tags.BitsStored, bits);
        SetAbsent(dataSet, Tags.HighBit, bits - 1);
        SetAbsent(dataSet, Tags.PixelRepresentation, isSigned ? 1 : 0);
    }

    private static void SetAbsent(DataSet dataSet, Tag tag, long value)
    {
        if (!dataSet.Contains(tag) && value is >= 0 and <= ushort.MaxValue) dataSet.SetInt(tag, value);
    }
}
