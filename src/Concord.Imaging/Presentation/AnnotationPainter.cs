using Concord.Imaging.Drawing;

namespace Concord.Imaging.Presentation;

/// <summary>Draws annotations on a picture.</summary>
/// <param name="toCanvas">From the image's or the displayed area's coordinates to the picture's.</param>
internal sealed class AnnotationPainter(Canvas canvas, Func<PointD, bool, PointD> toCanvas)
{
    /// <summary>Lines drawn from one point to the next of an interpolated curve.</summary>
    private const int CurveSteps = 8;

    /// <summary>Pixels of a picture's shorter side for each pixel of a line or a letter's dot.</summary>
    private const int PixelsPerPen = 600;

    private readonly int _pen = Math.Clamp(Math.Min(canvas.Columns, canvas.Rows) / PixelsPerPen, 1, 8);

    public void Paint(AnnotationLayer layer)
    {
        foreach (var graphic in layer.Graphics) Paint(graphic, layer.Ink);
        foreach (var text in layer.Texts) Paint(text, layer.Ink);
    }

    private void Paint(GraphicMark graphic, Ink ink)
    {
        var points = graphic.Points;
        PointD At(PointD point) => toCanvas(point, graphic.IsOfDisplay);
        switch (graphic.Shape)
        {
            case GraphicShape.Point:
                foreach (var point in points) canvas.Point(At(point), _pen * 3, ink);
                break;
            case GraphicShape.Circle when points.Count >= 2:
                var radius = Math.Sqrt(Math.Pow(points[1].X - points[0].X, 2) + Math.Pow(points[1].Y - points[0].Y, 2));
                Ellipse(At(points[0]), At(points[0] with { X = points[0].X + radius }), At(points[0] with { Y = points[0].Y + radius }), graphic, ink);
                break;
            case GraphicShape.Ellipse when points.Count >= 4:
                var center = new PointD((points[0].X + points[1].X) / 2, (points[0].Y + points[1].Y) / 2);
                Ellipse(At(center), At(points[1]), At(points[3]), graphic, ink);
                break;
            case GraphicShape.Polyline or GraphicShape.Interpolated:
                PointD[] line = [.. (graphic.Shape == GraphicShape.Polyline ? points : Curve(points)).Select(At)];
                if (graphic.IsFilled) canvas.Polygon(line, ink);
                canvas.Polyline(line, _pen, ink);
                break;
        }
    }

    private void Ellipse(PointD center, PointD end, PointD otherEnd, GraphicMark graphic, Ink ink) =>
        canvas.Ellipse(center, new(end.X - center.X, end.Y - center.Y), new(otherEnd.X - center.X, otherEnd.Y - center.Y), _pen, ink, graphic.IsFilled);

    /// <summary>A smooth curve through all points (Catmull and Rom).</summary>
    internal static IEnumerable<PointD> Curve(IReadOnlyList<PointD> points)
    {
        for (var i = 0; i + 1 < points.Count; i++)
        {
            var isClosed = points.Count > 2 && points[0] == points[^1];
            var before = i > 0 ? points[i - 1] : isClosed ? points[^2] : points[0];
            var after = i + 2 < points.Count ? points[i + 2] : isClosed ? points[1] : points[^1];
            for (var step = 0; step < CurveSteps; step++) yield return Between(before, points[i], points[i + 1], after, (double)step / CurveSteps);
        }
        if (points.Count > 0) yield return points[^1];
    }

    private static PointD Between(PointD before, PointD from, PointD to, PointD after, double t)
    {
        double One(double p0, double p1, double p2, double p3) =>
            0.5 * ((2 * p1) + ((p2 - p0) * t) + (((2 * p0) - (5 * p1) + (4 * p2) - p3) * t * t) + (((3 * p1) - p0 - (3 * p2) + p3) * t * t * t));
        return new(One(before.X, from.X, to.X, after.X), One(before.Y, from.Y, to.Y, after.Y));
    }

    private void Paint(TextMark text, Ink ink)
    {
        var anchor = text.Anchor is { } at ? toCanvas(at, text.IsAnchorOfDisplay) : (PointD?)null;
        if (text is { TopLeft: { } first, BottomRight: { } second })
        {
            var (one, other) = (toCanvas(first, text.IsBoxOfDisplay), toCanvas(second, text.IsBoxOfDisplay));
            var (left, top) = (Math.Min(one.X, other.X), Math.Min(one.Y, other.Y));
            var (width, height) = (Math.Abs(one.X - other.X), Math.Abs(one.Y - other.Y));
            PaintLines(text, left, top, width, ink);
            if (anchor is { } spokenOf && text.IsAnchorVisible)
                canvas.Line(spokenOf, new(Math.Clamp(spokenOf.X, left, left + width), Math.Clamp(spokenOf.Y, top, top + height)), _pen, ink);
        }
        else if (anchor is { } place) PaintLines(text, place.X + (2 * _pen), place.Y, 0, ink);
    }

    private void PaintLines(TextMark text, double left, double top, double width, Ink ink)
    {
        var face = TextFace.Of(text.Lines, _pen);
        foreach (var line in text.Lines)
        {
            var free = width - face.WidthOf(line);
            var indent = text.Justification switch { "CENTER" => free / 2, "RIGHT" => free, _ => 0 };
            canvas.Text(left + Math.Max(indent, 0), top, line, face, ink);
            top += face.Step;
        }
    }
}
