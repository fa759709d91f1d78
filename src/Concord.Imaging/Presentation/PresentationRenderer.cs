using Concord.Dicom.DataElements;
using Concord.Imaging.Drawing;
using Concord.Imaging.Rendering;
using Concord.Imaging.Rendering.Overlays;

namespace Concord.Imaging.Presentation;

/// <summary>Draws a frame as a presentation state says (PS3.4 §N.2).</summary>
public static class PresentationRenderer
{
    private const double MaxSide = ushort.MaxValue;

    /// <summary>Most pixels of a magnified area that nobody asked a size for.</summary>
    private const double MaxMagnifiedPixels = 16 << 20;

    /// <summary>Draws a frame. It is the renderer's from here on.</summary>
    /// <param name="head">Of the image.</param>
    /// <param name="sopInstance">The image's.</param>
    /// <param name="frame">From 0.</param>
    /// <param name="viewport">Largest width and height of the picture; null: what the state asks for, or a pixel for a pixel. Its region is not looked at: that is the state's.</param>
    /// <exception cref="FrameException">It cannot be drawn.</exception>
    public static Picture Render(PresentationState state, DataSet head, ImagePixels image, Uid sopInstance, int frame, DecodedFrame decoded, Viewport? viewport)
    {
        var layers = ReadLayers(state, sopInstance, frame, decoded);
        var overlays = ActiveOverlays.Of(state.DataSet, head, image, frame, decoded);
        var picture = Paint(state, head, image, sopInstance, frame, decoded);
        DisplayShutter.Of(state.DataSet)?.Apply(picture, image);
        if (picture.Samples == 1 && (layers.Any(layer => !IsGray(layer.Ink)) || overlays.Any(overlay => !IsGray(overlay.Ink)))) picture = Colored(picture);
        foreach (var (bits, ink) in overlays) OverlayPainter.Paint(picture, bits, image, ink);
        var area = DisplayedArea.Of(state.DataSet, sopInstance, frame) ?? new(0, 0, image.Columns, image.Rows, PixelAspect.Of(new(head, frame)), null);
        picture = state.Orientation.Apply(AreaPainter.Paint(picture, image, area, SizeOf(area, state.Orientation, viewport)));
        Annotate(picture, layers, area, state.Orientation);
        return picture;
    }

    private static void Annotate(Picture picture, IReadOnlyList<AnnotationLayer> layers, DisplayedArea area, Orientation orientation)
    {
        var canvas = new Canvas(picture);
        var painter = new AnnotationPainter(canvas, (point, isOfDisplay) => Place(point, isOfDisplay, area, orientation, canvas));
        try
        {
            foreach (var layer in layers) painter.Paint(layer);
        }
        catch (FrameException)
        {
            picture.Dispose();
            throw;
        }
    }

    private static IReadOnlyList<AnnotationLayer> ReadLayers(PresentationState state, Uid sopInstance, int frame, DecodedFrame decoded)
    {
        try
        {
            return new AnnotationReader(state.DataSet, sopInstance, frame).Read();
        }
        catch (FrameException)
        {
            decoded.Dispose();
            throw;
        }
    }

    private static Picture Paint(PresentationState state, DataSet head, ImagePixels image, Uid sopInstance, int frame, DecodedFrame decoded)
    {
        if (!decoded.Image.Photometric.IsMonochrome) return FrameRenderer.Paint(new(head, frame), decoded, RenderOptions.Default);
        using var samples = decoded.Image.BitsAllocated == 1 ? BitSamples.Expand(decoded) : decoded;
        var range = GrayPainter.RangeOf(samples, PixelPadding.Of(head, samples.Image));
        var pipeline = state.PipelineFor(head, samples.Image, sopInstance, frame, range);
        var picture = Picture.Rent(samples.Image.Columns, samples.Image.Rows, 1);
        GrayPainter.Paint(samples, pipeline, range, picture.Span);
        return picture;
    }

    /// <summary>Columns and rows of the area before it is turned.</summary>
    private static (int Columns, int Rows) SizeOf(DisplayedArea area, Orientation orientation, Viewport? viewport)
    {
        var (width, height) = (area.Width, area.Height * area.Aspect);
        var scale = Math.Min(area.Magnification ?? 1, Math.Max(1, Math.Sqrt(MaxMagnifiedPixels / (width * height))));
        if (viewport is not null)
        {
            var (across, down) = orientation.SwapsSides ? (viewport.Height, viewport.Width) : (viewport.Width, viewport.Height);
            scale = Math.Min(across / width, down / height);
        }
        scale = Math.Min(scale, Math.Min(MaxSide / Math.Max(width, height), Math.Sqrt(PictureGeometry.MaxPixels / (width * height))));
        return (Math.Max(1, (int)Math.Round(width * scale)), Math.Max(1, (int)Math.Round(height * scale)));
    }

    private static PointD Place(PointD point, bool isOfDisplay, DisplayedArea area, Orientation orientation, Canvas canvas)
    {
        var (u, v) = isOfDisplay ? (point.X, point.Y) : orientation.Map((point.X - area.X) / area.Width, (point.Y - area.Y) / area.Height);
        return new((u * canvas.Columns) - 0.5, (v * canvas.Rows) - 0.5);
    }

    private static bool IsGray(Ink ink) => ink.Red == ink.Green && ink.Green == ink.Blue;

    private static Picture Colored(Picture gray)
    {
        using (gray)
        {
            var picture = Picture.Rent(gray.Columns, gray.Rows, 3);
            var from = gray.Span;
            var to = picture.Span;
            for (var i = 0; i < from.Length; i++) to.Slice(3 * i, 3).Fill(from[i]);
            return picture;
        }
    }
}
