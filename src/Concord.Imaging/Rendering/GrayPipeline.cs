using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Imaging.Rendering;

/// <summary>The grayscale transformations of PS3.4 §N.2 as one function: stored value, modality, VOI, presentation, 8 bits.</summary>
/// <param name="Voi">From modality values to brightness.</param>
/// <param name="Padding">Values drawn as background: black.</param>
/// <param name="IsInverted">MONOCHROME1, or Presentation LUT Shape INVERSE: bright becomes dark.</param>
public sealed record GrayPipeline(ModalityTransform Modality, VoiTransform Voi, PixelPadding Padding, bool IsInverted)
{
    private const byte Background = 0;

    /// <summary>What one step of stored values changes a brightness of 0-255 by, between black and white; null when that is not everywhere the same.</summary>
    public double? Slope => Presentation is null && Modality.Slope is { } step && Voi.Slope is { } rise ? step * rise * (IsInverted ? -byte.MaxValue : byte.MaxValue) : null;

    /// <summary>Presentation LUT of a presentation state (PS3.3 §C.11.6); null: brightness stays as it is.</summary>
    public LookupTable? Presentation { get; init; }

    /// <summary>What a frame's attributes and the options make of it.</summary>
    /// <param name="range">Of the frame's stored values: what is shown when nothing says what is worth seeing.</param>
    public static GrayPipeline Of(FrameAttributes attributes, ImagePixels image, RenderOptions options, PixelPadding padding, SampleRange range)
    {
        var modality = ModalityTransform.Of(attributes, image);
        var (least, _) = modality.MapRange(range.Low, range.High);
        var voi = VoiTransform.Of(attributes, options, isInputSigned: least < 0) ?? VoiTransform.Of(Automatic(modality, image, range));
        return new(modality, voi, padding, IsInvertedBy(attributes.Head, image));
    }

    /// <summary>The 8-bit value of a stored one.</summary>
    public byte Map(double stored)
    {
        if (double.IsNaN(stored) || Padding.Contains(stored)) return Background;
        var brightness = Voi.Map(Modality.Map(stored));
        if (Presentation is { } table) brightness = (double)table.Map(table.FirstMapped + (brightness * (table.Count - 1))) / table.MaxEntry;
        return (byte)(((IsInverted ? 1 - brightness : brightness) * 255) + 0.5);
    }

    /// <summary>Nothing says what is worth seeing: all values of the frame; of images of 8 bits and less, which mostly were made for the eye, all that there can be.</summary>
    private static VoiWindow Automatic(ModalityTransform modality, ImagePixels image, SampleRange range)
    {
        if (image is { Kind: SampleKind.Integer, BitsStored: <= 8 } && modality.IsIdentity)
        {
            var least = image.IsSigned ? -(1 << (image.BitsStored - 1)) : 0;
            return VoiWindow.Spanning(least, least + (1 << image.BitsStored) - 1);
        }
        if (!range.HasImage) return VoiWindow.Spanning(0, 1);
        var (low, high) = modality.MapRange(range.ImageLow, range.ImageHigh);
        return VoiWindow.Spanning(low, high);
    }

    private static bool IsInvertedBy(DataSet head, ImagePixels image) =>
        image.Photometric == PhotometricInterpretation.Monochrome1 || head.GetString(Tags.PresentationLUTShape) == "INVERSE";
}
