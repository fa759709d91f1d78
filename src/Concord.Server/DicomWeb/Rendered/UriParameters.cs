using System.Globalization;
using Concord.Imaging;
using Concord.Imaging.Captions;
using Concord.Imaging.Rendering;
using Concord.Server.Imaging;

namespace Concord.Server.DicomWeb.Rendered;

/// <summary>How the URI service is asked for a picture (PS3.18 §9.1.2.2): frameNumber, imageQuality, rows, columns, region, annotation, windowCenter and windowWidth.</summary>
/// <param name="Frame">From 0; null when the object's own choice will do.</param>
/// <param name="Region">Left, top, right and bottom as parts of the image, 0-1; null: all of it.</param>
internal sealed record UriParameters(int? Frame, int Quality, int? Columns, int? Rows, (double Left, double Top, double Right, double Bottom)? Region, VoiWindow? Window, CaptionKinds Captions)
{
    private const int MaxSide = ushort.MaxValue;

    /// <returns>Null when something is wrong, which is said: 400.</returns>
    public static UriParameters? Parse(IQueryCollection query, out string problem)
    {
        problem = "";
        int? frame = null, columns = null, rows = null;
        (double, double, double, double)? region = null;
        VoiWindow? window = null;
        var quality = PictureRequest.DefaultQuality;
        if (query["frameNumber"].ToString() is { Length: > 0 } number)
        {
            if (int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given >= 1) frame = given - 1;
            else problem = "frameNumber is counted from 1.";
        }
        if (query["imageQuality"].ToString() is { Length: > 0 } text && !RenderedParameters.TryQuality(text, out quality)) problem = "imageQuality is a number from 1 to 100.";
        if (query["columns"].ToString() is { Length: > 0 } across && (columns = RenderedParameters.SideOf(across)) is null) problem = "columns is a number of pixels.";
        if (query["rows"].ToString() is { Length: > 0 } down && (rows = RenderedParameters.SideOf(down)) is null) problem = "rows is a number of pixels.";
        if (query["region"].ToString() is { Length: > 0 } part && (region = RegionOf(part)) is null) problem = "region is xmin,ymin,xmax,ymax, each from 0 to 1.";
        var (center, width) = (query["windowCenter"].ToString(), query["windowWidth"].ToString());
        if ((center.Length > 0 || width.Length > 0) && (window = WindowOf(center, width)) is null) problem = "windowCenter and windowWidth are two numbers, given together.";
        var captions = CaptionKinds.None;
        if (query["annotation"].ToString() is { Length: > 0 } words && !RenderedParameters.TryCaptions(words, out captions)) problem = "annotation is patient, technique, or both.";
        return problem.Length == 0 ? new(frame, quality, columns, rows, region, window, captions) : null;
    }

    /// <summary>The same for one image, whose size regions are measured by.</summary>
    public RenderOptions OptionsFor(ImagePixels image)
    {
        var options = RenderOptions.Default with { Window = Window };
        if (Region is null && Columns is null && Rows is null) return options;
        var (left, top, right, bottom) = Region ?? (0, 0, 1, 1);
        var (width, height) = ((right - left) * image.Columns, (bottom - top) * image.Rows);
        var wide = Columns ?? (Rows is null ? (int)Math.Ceiling(width) : MaxSide); // a region alone keeps its number of pixels
        return options with { Viewport = new(wide, Rows ?? MaxSide, left * image.Columns, top * image.Rows, width, height) };
    }

    private static VoiWindow? WindowOf(string center, string width) =>
        RenderedParameters.NumberOf(center) is { } middle && RenderedParameters.NumberOf(width) is { } range
            && new VoiWindow(middle, range, VoiFunction.Linear) is { IsValid: true } window ? window : null;

    private static (double, double, double, double)? RegionOf(string text)
    {
        var words = text.Split(',');
        if (words.Length != 4) return null;
        Span<double> edges = stackalloc double[4];
        for (var i = 0; i < 4; i++)
        {
            if (RenderedParameters.NumberOf(words[i]) is not { } edge || edge is < 0 or > 1) return null;
            edges[i] = edge;
        }
        return edges[0] < edges[2] && edges[1] < edges[3] ? (edges[0], edges[1], edges[2], edges[3]) : null;
    }
}
