using System.Globalization;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Imaging.Codecs;
using Concord.Imaging.Codecs.Managed;
using Concord.Imaging.Frames;

namespace Concord.Imaging.Transcoding;

/// <summary>The data set but for its pixels, as it is in the other syntax.</summary>
internal static class TranscodedHead
{
    private const string Lossy = "01";

    private static readonly Tag[] Replaced =
    [
        Tags.PixelData, Tags.FloatPixelData, Tags.DoubleFloatPixelData, Tags.ExtendedOffsetTable, Tags.ExtendedOffsetTableLengths, Tags.EncapsulatedPixelDataValueTotalLength,
    ];

    /// <summary>A data set of its own, little endian.</summary>
    /// <param name="first">Any frame: all are alike.</param>
    public static async Task<DataSet> Of(IFrameSource source, TranscodedFrame first, FrameDecoder decoder, CancellationToken cancel)
    {
        var head = await NestedPixels.Copy(source.Head, source.TransferSyntax, decoder, cancel);
        foreach (var tag in Replaced) head.Remove(tag);
        if (head.ByteOrder == ByteOrder.BigEndian) head = DataSetReader.Read(DataSetWriter.ToArray(head, TransferSyntax.ExplicitVrLittleEndian), TransferSyntax.ExplicitVrLittleEndian);
        if (first.Image.Photometric != source.Image.Photometric) head.SetString(Tags.PhotometricInterpretation, first.Image.Photometric.Term);
        if (first.Image.SamplesPerPixel == 1) head.Remove(Tags.PlanarConfiguration);
        else head.SetInt(Tags.PlanarConfiguration, first.Image.IsPlanar ? 1 : 0);
        if (first.Image.BitsAllocated != source.Image.BitsAllocated) head.SetInt(Tags.BitsAllocated, first.Image.BitsAllocated);
        if (await IsLossy(source, cancel)) head.SetString(Tags.LossyImageCompression, Lossy); // once lossy, always so (PS3.3 §C.7.6.1.1.5)
        return head;
    }

    /// <summary>Makes another object of it, whose samples are not those of the source (PS3.3 §C.7.6.1.1.3-5, §C.12.4).</summary>
    /// <param name="ratio">Bytes before to bytes after.</param>
    public static void Derive(DataSet head, TransferSyntax target, double ratio)
    {
        var source = head.NewItem().SetUid(Tags.ReferencedSOPClassUID, head.GetUid(Tags.SOPClassUID) ?? throw Missing()).SetUid(Tags.ReferencedSOPInstanceUID, head.GetUid(Tags.SOPInstanceUID) ?? throw Missing());
        source.SetItems(Tags.PurposeOfReferenceCodeSequence, Code(source, "121320", "Uncompressed predecessor"));
        head.SetItems(Tags.SourceImageSequence, source).SetItems(Tags.DerivationCodeSequence, Code(head, "113040", "Lossy Compression"));
        head.SetString(Tags.DerivationDescription, "Lossy compression").SetUid(Tags.SOPInstanceUID, Uid.New());
        var type = head.GetStrings(Tags.ImageType);
        if (type.Length > 1) head.SetStrings(Tags.ImageType, ["DERIVED", .. type[1..]]);
        head.SetString(Tags.LossyImageCompression, Lossy);
        head.SetStrings(Tags.LossyImageCompressionRatio, [.. Said(head, Tags.LossyImageCompressionRatio), Math.Max(1, ratio).ToString("0.##", CultureInfo.InvariantCulture)]);
        head.SetStrings(Tags.LossyImageCompressionMethod, [.. Said(head, Tags.LossyImageCompressionMethod), MethodOf(target)]);
    }

    private static IEnumerable<string> Said(DataSet head, Tag tag) => head.GetStrings(tag).Where(text => text.Length > 0);

    private static DataSet Code(DataSet parent, string value, string meaning) =>
        parent.NewItem().SetString(Tags.CodeValue, value).SetString(Tags.CodingSchemeDesignator, "DCM").SetString(Tags.CodeMeaning, meaning);

    /// <summary>The frames lost something when they were compressed, by their syntax or by what the first one says of itself.</summary>
    private static async Task<bool> IsLossy(IFrameSource source, CancellationToken cancel)
    {
        if (!source.TransferSyntax.MayBeLossy) return false;
        if (source.TransferSyntax.FrameCoding == FrameCoding.Jpeg) return true;
        using var frame = await source.ReadFrame(0, cancel);
        return LossyStream.IsLossy(source.TransferSyntax.FrameCoding, frame.Span);
    }

    /// <summary>PS3.3 §C.7.6.1.1.5.1.</summary>
    private static string MethodOf(TransferSyntax syntax) => syntax.FrameCoding switch
    {
        FrameCoding.Jpeg => "ISO_10918_1",
        FrameCoding.JpegLs => "ISO_14495_1",
        FrameCoding.Jpeg2000 => "ISO_15444_1",
        FrameCoding.Htj2k => "ISO_15444_15",
        _ => "ISO_18181_1",
    };

    private static FrameException Missing() => new(FrameFailure.Malformed, "The object has no SOP Class or Instance UID");
}
