using Concord.Dicom.Encoding;

namespace Concord.Server.DicomWeb.Retrieve;

/// <summary>Media types of pixel data by transfer syntax (PS3.18 Tables 8.7.3-4, 8.7.3-5).</summary>
internal static class MediaTypes
{
    public const string Dicom = "application/dicom";
    public const string OctetStream = "application/octet-stream";

    /// <summary>The type of a compressed frame or video; octet-stream for native pixels and for syntaxes without a type.</summary>
    public static string OfPixelData(TransferSyntax syntax) => syntax.Uid.ToString() switch
    {
        "1.2.840.10008.1.2.4.70" => "image/jpeg",
        "1.2.840.10008.1.2.5" => "image/dicom-rle",
        "1.2.840.10008.1.2.4.80" or "1.2.840.10008.1.2.4.81" => "image/jls",
        "1.2.840.10008.1.2.4.90" or "1.2.840.10008.1.2.4.91" => "image/jp2",
        "1.2.840.10008.1.2.4.92" or "1.2.840.10008.1.2.4.93" => "image/jpx",
        "1.2.840.10008.1.2.4.201" or "1.2.840.10008.1.2.4.202" or "1.2.840.10008.1.2.4.203" => "image/jphc",
        "1.2.840.10008.1.2.4.110" or "1.2.840.10008.1.2.4.111" or "1.2.840.10008.1.2.4.112" => "image/jxl",
        "1.2.840.10008.1.2.4.107" or "1.2.840.10008.1.2.4.108" => "video/H265",
        var uid when uid.StartsWith("1.2.840.10008.1.2.4.100", StringComparison.Ordinal) || uid.StartsWith("1.2.840.10008.1.2.4.101", StringComparison.Ordinal) => "video/mpeg",
        var uid when uid.StartsWith("1.2.840.10008.1.2.4.10", StringComparison.Ordinal) => "video/mp4",
        var uid when uid.StartsWith("1.2.840.10008.1.2.4.5", StringComparison.Ordinal) || uid.StartsWith("1.2.840.10008.1.2.4.6", StringComparison.Ordinal) => "image/jpeg", // retired ones too
        _ => OctetStream,
    };

    /// <summary>What a media type means without a transfer-syntax parameter; "" where that is nothing that is made here.</summary>
    public static string DefaultSyntaxOf(string type) => type switch
    {
        OctetStream => "1.2.840.10008.1.2.1",
        "image/jpeg" => "1.2.840.10008.1.2.4.70",
        "image/dicom-rle" => "1.2.840.10008.1.2.5",
        "image/jls" => "1.2.840.10008.1.2.4.80",
        "image/jp2" => "1.2.840.10008.1.2.4.90",
        "image/jphc" => "1.2.840.10008.1.2.4.201",
        _ => "",
    };
}
