using Concord.Dicom.Dictionary;

namespace Concord.Imaging.Rendering;

/// <summary>Draws frames whose values are, all or from some value on, names of colours (PS3.3 §C.7.6.3.1.5, §C.7.6.23).</summary>
internal static class PalettePainter
{
    /// <summary>PALETTE COLOR: every value is a colour.</summary>
    /// <exception cref="FrameException">The object has no palette that can be read.</exception>
    public static Picture Paint(FrameAttributes attributes, DecodedFrame frame)
    {
        var palette = PaletteTable.TryParse(attributes.Head, frame.Image.IsSigned)
            ?? throw new FrameException(FrameFailure.Malformed, "The Palette Color Lookup Tables are absent or cannot be read");
        CheckWidth(frame.Image);
        var picture = Picture.Rent(frame.Image.Columns, frame.Image.Rows, 3);
        var output = picture.Span;
        var bytes = frame.Bytes.Span;
        for (int i = 0, at = 0; at < output.Length; i++, at += 3) palette.Color((int)WideSamples.Value(bytes, i, frame.Image)).CopyTo(output[at..]);
        return picture;
    }

    /// <summary>The supplemental palette of a gray image; null when its Pixel Presentation asks for none.</summary>
    public static PaletteTable? Supplemental(FrameAttributes attributes, ImagePixels image) =>
        image is { Kind: SampleKind.Integer, BitsAllocated: <= 16 } && attributes.Head.GetString(Tags.PixelPresentation) is "COLOR" or "MIXED"
            ? PaletteTable.TryParse(attributes.Head, image.IsSigned)
            : null;

    /// <summary>Gray below the palette's first value, colour from there on (PS3.3 §C.7.6.23.1).</summary>
    public static Picture PaintMixed(FrameAttributes attributes, DecodedFrame frame, PaletteTable palette, RenderOptions options)
    {
        var image = frame.Image;
        var padding = PixelPadding.Of(attributes.Head, image);
        var gray = GrayPainter.RangeOf(frame, padding.IsNone ? new PixelPadding(palette.FirstMapped, double.MaxValue) : padding);
        var pipeline = GrayPipeline.Of(attributes, image, options, padding, gray);
        var picture = Picture.Rent(image.Columns, image.Rows, 3);
        var output = picture.Span;
        var bytes = frame.Bytes.Span;
        for (int i = 0, at = 0; at < output.Length; i++, at += 3)
        {
            var stored = (int)WideSamples.Value(bytes, i, image);
            if (stored >= palette.FirstMapped) palette.Color(stored).CopyTo(output[at..]);
            else output.Slice(at, 3).Fill(pipeline.Map(stored));
        }
        return picture;
    }

    private static void CheckWidth(ImagePixels image)
    {
        if (image.Kind != SampleKind.Integer || image.BitsAllocated > 16 || image.SamplesPerPixel != 1)
            throw new FrameException(FrameFailure.Unsupported, "Palette colour images of more than 16 bits are not drawn");
    }
}
