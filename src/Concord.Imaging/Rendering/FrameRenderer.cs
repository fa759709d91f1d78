using Concord.Dicom.DataElements;
using Concord.Imaging.Drawing;
using Concord.Imaging.Rendering.Overlays;

namespace Concord.Imaging.Rendering;

/// <summary>From the samples of a frame and its object's attributes to a picture: the pixel transformations of PS3.4 §N.2.</summary>
public static class FrameRenderer
{
    /// <summary>Resolution levels that decoding may leave out for such a picture.</summary>
    /// <param name="head">The data set, without pixels.</param>
    /// <param name="image">Of the object.</param>
    /// <param name="frame">From 0.</param>
    public static int ReduceLevels(DataSet head, ImagePixels image, int frame, RenderOptions options) =>
        options.Viewport is null || OverlayPlane.HasEmbedded(head, image, options.Overlays) ? 0 : Fit(new FrameAttributes(head, frame), image, options).ReduceLevels;

    /// <summary>True when nothing but shades of gray is to be drawn, one for each sample: <see cref="GrayRows"/> can do that.</summary>
    /// <param name="image">Of the object.</param>
    /// <param name="frame">From 0.</param>
    public static bool IsGrayByRows(DataSet head, ImagePixels image, int frame, RenderOptions options)
    {
        if (image is not { Kind: SampleKind.Integer, SamplesPerPixel: 1, BitsAllocated: 8 or 16, Photometric: not PhotometricInterpretation.PaletteColor }) return false;
        var attributes = new FrameAttributes(head, frame);
        return PalettePainter.Supplemental(attributes, image) is null && OverlayPlane.Chosen(head, options.Overlays).Count == 0
            && Fit(attributes, image, options).IsIdentity(image.Columns, image.Rows);
    }

    /// <summary>Draws a frame. It is the renderer's from here on: its bytes become the picture's, or go back.</summary>
    /// <param name="image">Of the object: the viewport's numbers are pixels of this size, also when the frame was decoded smaller.</param>
    /// <exception cref="FrameException">Its pixels have no meaning that is known, or the viewport shows nothing of it.</exception>
    public static Picture Render(DataSet head, ImagePixels image, int frame, DecodedFrame decoded, RenderOptions options)
    {
        var attributes = new FrameAttributes(head, frame);
        var overlays = OverlayBits.Of(OverlayPlane.Chosen(head, options.Overlays), image, frame, decoded);
        var picture = Paint(attributes, decoded, options);
        try
        {
            foreach (var overlay in overlays) OverlayPainter.Paint(picture, overlay, image, Ink.White);
            return Scale(picture, Fit(attributes, image, options).On(image.Columns, image.Rows, picture.Columns, picture.Rows));
        }
        catch (FrameException)
        {
            picture.Dispose();
            throw;
        }
    }

    /// <summary>Draws a frame in its own size, pixel by pixel. It is the renderer's from here on.</summary>
    /// <exception cref="FrameException">Its pixels have no meaning that is known.</exception>
    public static Picture Paint(FrameAttributes attributes, DecodedFrame decoded, RenderOptions options)
    {
        if (decoded.Image.SamplesPerPixel > 1) return ColorPainter.Paint(decoded);
        using var frame = decoded.Image.BitsAllocated == 1 ? BitSamples.Expand(decoded) : decoded;
        if (frame.Image.Photometric == PhotometricInterpretation.PaletteColor) return PalettePainter.Paint(attributes, frame);
        return PalettePainter.Supplemental(attributes, frame.Image) is { } palette
            ? PalettePainter.PaintMixed(attributes, frame, palette, options)
            : GrayPainter.Paint(attributes, frame, options);
    }

    /// <summary>The part and size wanted; the picture is the renderer's from here on.</summary>
    /// <param name="geometry">In pixels of the picture.</param>
    public static Picture Scale(Picture picture, PictureGeometry geometry)
    {
        if (geometry.IsIdentity(picture.Columns, picture.Rows)) return picture;
        using (picture) return Resampler.Resample(picture, geometry);
    }

    private static PictureGeometry Fit(FrameAttributes attributes, ImagePixels image, RenderOptions options) =>
        PictureGeometry.TryFit(image.Columns, image.Rows, PixelAspect.Of(attributes), options.Viewport, out var geometry)
            ? geometry
            : throw new FrameException(FrameFailure.OutOfRange, "The viewport shows nothing of the image, or is larger than what is drawn");
}
