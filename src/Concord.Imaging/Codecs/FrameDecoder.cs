using Concord.Dicom.Encoding;
using Concord.Imaging.Codecs.Managed;

namespace Concord.Imaging.Codecs;

/// <summary>From one frame as it lies in any transfer syntax to its samples (PS3.5 §8, Annex A).</summary>
/// <remarks>Any number of callers.</remarks>
public sealed class FrameDecoder(CodecPool pool)
{
    /// <summary>True when frames of that syntax can be decoded here: not video. JPEG XL turns out to be unsupported where the codec program was built without it.</summary>
    public static bool Can(TransferSyntax syntax) => syntax.FrameCoding != FrameCoding.None;

    /// <summary>Decodes a frame.</summary>
    /// <param name="image">What the data set says of it.</param>
    /// <param name="frame">All of its bytes (<see cref="Frames.IFrameSource.ReadFrame"/>); unchanged until the answer is there.</param>
    /// <returns>Red, green, blue where a stream's colour transform could be undone; 4:2:2 spread to all pixels; palette indices as they are.</returns>
    /// <exception cref="FrameException">It cannot be decoded.</exception>
    public async ValueTask<DecodedFrame> Decode(TransferSyntax syntax, ImagePixels image, ReadOnlyMemory<byte> frame, DecodeOptions options, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        return syntax.FrameCoding switch
        {
            FrameCoding.Native or FrameCoding.EncapsulatedUncompressed => NativeDecoder.Decode(image, frame.Span),
            FrameCoding.Deflated => DeflatedFrame.Decode(image, frame),
            FrameCoding.Rle => RleDecoder.Decode(image, frame.Span),
            FrameCoding.Jpeg => await DecodeStream(CodecFormat.Jpeg, image, frame, options, cancel),
            FrameCoding.JpegLs => await DecodeStream(CodecFormat.JpegLs, image, frame, options, cancel),
            FrameCoding.Jpeg2000 => await DecodeStream(CodecFormat.Jpeg2000, image, frame, options, cancel),
            FrameCoding.Htj2k => await DecodeStream(CodecFormat.Htj2k, image, frame, options, cancel),
            FrameCoding.JpegXl => await DecodeStream(CodecFormat.JpegXl, image, frame, options, cancel),
            _ => throw new FrameException(FrameFailure.Unsupported, "Video, and transfer syntaxes that are not the standard's, are not decoded"),
        };
    }

    private async ValueTask<DecodedFrame> DecodeStream(CodecFormat format, ImagePixels image, ReadOnlyMemory<byte> frame, DecodeOptions options, CancellationToken cancel)
    {
        if (image.Kind != SampleKind.Integer || image.BitsAllocated is not (1 or 8 or 16 or 32))
            throw new FrameException(FrameFailure.Unsupported, "Samples of such Bits Allocated (0028,0100) are not compressed so");
        var bytes = Math.Max(1, image.BytesPerSample);
        var isYbr = format == CodecFormat.Jpeg && image.SamplesPerPixel == 3 && JpegColor.IsYbr(frame.Span, image.Photometric);
        var wanted = new CodecImage(image.Columns, image.Rows, image.SamplesPerPixel, bytes, bytes * 8, image.IsSigned);
        var job = new CodecJob(IsEncoding: false, format, wanted, frame) { ReduceLevels = options.ReduceLevels, HasColorTransform = isYbr, IsBackground = options.IsBackground, IsOwn = options.IsOwn };
        var answer = await pool.Run(job, cancel);
        if (format is CodecFormat.Jpeg2000 or CodecFormat.Htj2k) SampleRepair.Apply(answer.Image, image, answer.Bytes.Span);
        var decoded = image with
        {
            Columns = answer.Image.Columns, Rows = answer.Image.Rows, IsPlanar = false,
            Photometric = PhotometricOf(format, image, answer.HasColorTransform),
        };
        if (image.BitsAllocated != 1) return new(decoded, answer.Bytes);
        using (answer) return new(decoded, SampleRepair.PackBits(answer.Bytes.Span));
    }

    /// <summary>JPEG 2000 undoes its own transforms whenever the stream has them; JPEG XL gives red, green, blue whatever it holds.</summary>
    private static PhotometricInterpretation PhotometricOf(CodecFormat format, ImagePixels image, bool hasColorTransform)
    {
        if (image.SamplesPerPixel != 3) return image.Photometric;
        if (hasColorTransform || format == CodecFormat.JpegXl) return PhotometricInterpretation.Rgb;
        if (format is CodecFormat.Jpeg2000 or CodecFormat.Htj2k && image.Photometric is PhotometricInterpretation.YbrIct or PhotometricInterpretation.YbrRct) return PhotometricInterpretation.Rgb;
        if (format == CodecFormat.Jpeg && image.Photometric is PhotometricInterpretation.YbrFull or PhotometricInterpretation.YbrFull422) return PhotometricInterpretation.Rgb; // the stream says that it is
        return image.Photometric == PhotometricInterpretation.YbrFull422 ? PhotometricInterpretation.YbrFull : image.Photometric;
    }
}
