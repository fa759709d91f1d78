using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Imaging.Drawing;
using Concord.Imaging.Rendering;
using Concord.Imaging.Rendering.Overlays;

namespace Concord.Imaging.Presentation;

/// <summary>What is covered of an image (PS3.3 §C.7.6.11, §C.7.6.15): outside of a rectangle, a circle or a polygon, and under a bitmap.</summary>
public sealed class DisplayShutter
{
    /// <summary>Most corners of a polygonal shutter.</summary>
    private const int MaxVertices = 10_000;

    private readonly DataSet _source;
    private readonly HashSet<string> _shapes;

    private DisplayShutter(DataSet source, HashSet<string> shapes) => (_source, _shapes) = (source, shapes);

    /// <summary>Null when the data set has none.</summary>
    public static DisplayShutter? Of(DataSet source) =>
        source.GetStrings(Tags.ShutterShape) is { Length: > 0 } shapes ? new(source, [.. shapes]) : null;

    /// <summary>Covers a picture of the whole image.</summary>
    /// <param name="image">What coordinates are counted in.</param>
    public void Apply(Picture picture, ImagePixels image)
    {
        var ink = InkOf();
        var (across, down) = ((double)picture.Columns / image.Columns, (double)picture.Rows / image.Rows);
        if (_shapes.Contains("RECTANGULAR")) CoverOutside(picture, ink, Rectangle(across, down));
        if (_shapes.Contains("CIRCULAR") && Circle(across, down) is { } circle) CoverOutside(picture, ink, circle);
        if (_shapes.Contains("POLYGONAL")) CoverOutside(picture, ink, PolygonSpans.Of(Vertices(across, down), picture.Columns, picture.Rows));
        if (_shapes.Contains("BITMAP") && _source.GetInt(Tags.ShutterOverlayGroup) is { } group) Cover(picture, image, ink, (ushort)group);
    }

    private Ink InkOf()
    {
        if (CieLab.Of(_source, Tags.ShutterPresentationColorCIELabValue) is { } color) return color;
        return Ink.Gray((byte)Math.Clamp((_source.GetInt(Tags.ShutterPresentationValue) ?? 0) >> 8, 0, 255));
    }

    private List<(int Row, int From, int To)> Rectangle(double across, double down)
    {
        double Edge(Tag tag, double otherwise) => _source.GetInt(tag) is { } edge ? edge : otherwise;
        var (left, right) = (Edge(Tags.ShutterLeftVerticalEdge, 1) - 1, Edge(Tags.ShutterRightVerticalEdge, int.MaxValue));
        var (top, bottom) = (Edge(Tags.ShutterUpperHorizontalEdge, 1) - 1, Edge(Tags.ShutterLowerHorizontalEdge, int.MaxValue));
        var spans = new List<(int, int, int)>();
        for (var row = (int)Math.Clamp(top * down, 0, ushort.MaxValue); row < Math.Min(bottom * down, ushort.MaxValue); row++)
            spans.Add((row, (int)Math.Clamp(left * across, 0, ushort.MaxValue), (int)Math.Clamp(right * across, 0, ushort.MaxValue)));
        return spans;
    }

    private List<(int Row, int From, int To)>? Circle(double across, double down)
    {
        if (_source.GetInt(Tags.CenterOfCircularShutter) is not { } row || _source.GetInt(Tags.CenterOfCircularShutter, 1) is not { } column
            || _source.GetInt(Tags.RadiusOfCircularShutter) is not (>= 0 and var radius)) return null;
        var spans = new List<(int, int, int)>();
        var (centerX, centerY) = ((column - 0.5) * across, (row - 0.5) * down);
        for (var y = 0; y < ushort.MaxValue; y++)
        {
            var off = (y + 0.5 - centerY) / down;
            if (off > radius) break;
            if (off < -radius) continue;
            var half = Math.Sqrt(((double)radius * radius) - (off * off)) * across;
            spans.Add((y, (int)Math.Clamp(Math.Ceiling(centerX - half - 0.5), 0, ushort.MaxValue), (int)Math.Clamp(Math.Floor(centerX + half - 0.5) + 1, 0, ushort.MaxValue)));
        }
        return spans;
    }

    /// <summary>Rows and columns in turn, from 1.</summary>
    private PointD[] Vertices(double across, double down)
    {
        var numbers = _source.GetStrings(Tags.VerticesOfThePolygonalShutter);
        var corners = new PointD[Math.Min(numbers.Length / 2, MaxVertices)];
        for (var i = 0; i < corners.Length; i++)
            corners[i] = new(((Number(numbers[(2 * i) + 1]) - 0.5) * across) - 0.5, ((Number(numbers[2 * i]) - 0.5) * down) - 0.5);
        return corners;
    }

    private static double Number(string text) => double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : double.NaN;

    private void Cover(Picture picture, ImagePixels image, Ink ink, ushort group)
    {
        var plane = OverlayPlane.AllOf(_source).FirstOrDefault(plane => plane.Group == group && !plane.IsEmbedded);
        if (plane is null) return;
        var rows = (int)Math.Min(plane.Rows, plane.Data.Length * 8L / plane.Columns);
        OverlayPainter.Paint(picture, new(plane, plane.Data, 0, rows), image, ink);
    }

    /// <param name="spans">What stays to be seen, by rows.</param>
    private static void CoverOutside(Picture picture, Ink ink, List<(int Row, int From, int To)> spans)
    {
        var canvas = new Canvas(picture);
        var (row, from) = (0, 0);
        foreach (var span in spans)
        {
            if (span.Row >= picture.Rows) break;
            for (; row < span.Row; row++, from = 0) canvas.Fill(from, row, picture.Columns - from, 1, ink);
            canvas.Fill(from, row, span.From - from, 1, ink);
            from = span.To;
        }
        for (; row < picture.Rows; row++, from = 0) canvas.Fill(from, row, picture.Columns - from, 1, ink);
    }
}
