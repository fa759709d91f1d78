using Concord.Dicom.Encoding;

namespace Concord.Imaging.Codecs;

/// <summary>How an image is put into a syntax. Pure.</summary>
/// <param name="Format">Null for RLE, which is managed.</param>
/// <param name="HasColorTransform">Red, green, blue become what the codec compresses better.</param>
/// <param name="Photometric">What the data set has to say then (PS3.5 §8.2, PS3.3 §C.7.6.3.1.2).</param>
internal sealed record EncodePlan(CodecFormat? Format, bool IsLossless, bool HasColorTransform, PhotometricInterpretation Photometric)
{
    private const int MaxRleSegments = 15;

    /// <summary>Null when it cannot be done.</summary>
    public static EncodePlan? Of(TransferSyntax syntax, ImagePixels image, EncodeOptions options)
    {
        if (image is not { SamplesPerPixel: 1 or 3, IsPlanar: false } || image.BytesPerSample == 0 || image.BitsAllocated % 8 != 0 || !IsByPixel(image)) return null;
        var isLossy = !options.IsLossless;
        return syntax.Uid.ToString() switch
        {
            "1.2.840.10008.1.2.5" => image.SamplesPerPixel * image.BytesPerSample <= MaxRleSegments ? new(null, true, false, image.Photometric) : null,
            "1.2.840.10008.1.2.4.50" => isLossy ? Jpeg(image) : null,
            "1.2.840.10008.1.2.4.80" => JpegLs(image, isLossless: true),
            "1.2.840.10008.1.2.4.81" => JpegLs(image, !isLossy),
            "1.2.840.10008.1.2.4.90" => Wavelet(CodecFormat.Jpeg2000, image, 24, isLossless: true),
            "1.2.840.10008.1.2.4.91" => Wavelet(CodecFormat.Jpeg2000, image, 24, !isLossy),
            "1.2.840.10008.1.2.4.201" or "1.2.840.10008.1.2.4.202" => Wavelet(CodecFormat.Htj2k, image, 16, isLossless: true),
            "1.2.840.10008.1.2.4.203" => Wavelet(CodecFormat.Htj2k, image, 16, !isLossy),
            _ => null,
        };
    }

    /// <summary>Samples of every pixel are there; indices into a palette are never changed.</summary>
    private static bool IsByPixel(ImagePixels image) => image.Photometric switch
    {
        PhotometricInterpretation.Monochrome1 or PhotometricInterpretation.Monochrome2 or PhotometricInterpretation.PaletteColor => image.SamplesPerPixel == 1,
        PhotometricInterpretation.Rgb or PhotometricInterpretation.YbrFull => image.SamplesPerPixel == 3,
        _ => false,
    };

    private static EncodePlan? Jpeg(ImagePixels image) =>
        image is not { Kind: SampleKind.Integer, BitsAllocated: 8, IsSigned: false, Columns: <= 65500, Rows: <= 65500 } || !HasBitsAtTheBottom(image) ? null
        : image.Photometric == PhotometricInterpretation.Rgb ? new(CodecFormat.Jpeg, false, true, PhotometricInterpretation.YbrFull422)
        : image.Photometric.IsMonochrome ? new(CodecFormat.Jpeg, false, false, image.Photometric)
        : null;

    private static EncodePlan? JpegLs(ImagePixels image, bool isLossless) =>
        IsFor(image, 2, 16, isLossless) ? new(CodecFormat.JpegLs, isLossless, false, image.Photometric) : null;

    private static EncodePlan? Wavelet(CodecFormat format, ImagePixels image, int mostBits, bool isLossless)
    {
        if (!IsFor(image, 1, mostBits, isLossless)) return null;
        if (image.Photometric != PhotometricInterpretation.Rgb) return new(format, isLossless, false, image.Photometric);
        return new(format, isLossless, true, isLossless ? PhotometricInterpretation.YbrRct : PhotometricInterpretation.YbrIct);
    }

    private static bool IsFor(ImagePixels image, int fewestBits, int mostBits, bool isLossless) =>
        image is { Kind: SampleKind.Integer, BytesPerSample: 1 or 2 or 4 } && image.BitsStored >= fewestBits && image.BitsStored <= mostBits && HasBitsAtTheBottom(image)
        && (isLossless || image.Photometric != PhotometricInterpretation.PaletteColor);

    private static bool HasBitsAtTheBottom(ImagePixels image) => image.HighBit == image.BitsStored - 1;
}
