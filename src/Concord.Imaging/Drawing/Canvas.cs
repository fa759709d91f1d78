using Concord.Imaging.Rendering;

namespace Concord.Imaging.Drawing;

/// <summary>Draws on a picture, which stays its owner's. Whatever lies outside of the picture is cut off first, whatever the numbers are.</summary>
/// <exception cref="FrameException">Of every method: more is drawn than one picture may cost.</exception>
public sealed class Canvas(Picture picture)
{
    /// <summary>Thickest line, pixels.</summary>
    private const double MaxThickness = 64;

    /// <summary>Most sides that a curve is drawn with.</summary>
    private const int MaxSides = 720;

    /// <summary>Most pixels that are walked over for one picture: two seconds of work, far more than a sensible drawing takes.</summary>
    private const long MaxWork = 1L << 28;

    private readonly Picture _picture = picture;
    private long _work;

    public int Columns => _picture.Columns;

    public int Rows => _picture.Rows;

    public void Dot(int x, int y, Ink ink)
    {
        if ((uint)x < (uint)Columns && (uint)y < (uint)Rows) Put(((y * Columns) + x) * _picture.Samples, ink);
    }

    /// <summary>All pixels from (<paramref name="left"/>, <paramref name="top"/>) on.</summary>
    public void Fill(double left, double top, double width, double height, Ink ink)
    {
        var (x0, x1) = Cut(left, left + width, Columns);
        var (y0, y1) = Cut(top, top + height, Rows);
        Spend((long)Math.Max(x1 - x0, 0) * Math.Max(y1 - y0, 0));
        for (var y = y0; y < y1; y++)
            for (var x = x0; x < x1; x++) Put(((y * Columns) + x) * _picture.Samples, ink);
    }

    public void Frame(double left, double top, double width, double height, double thickness, Ink ink)
    {
        ReadOnlySpan<PointD> corners = [new(left, top), new(left + width, top), new(left + width, top + height), new(left, top + height), new(left, top)];
        Polyline(corners, thickness, ink);
    }

    /// <summary>A line of round points.</summary>
    public void Line(PointD from, PointD to, double thickness, Ink ink)
    {
        var pen = Math.Clamp(double.IsNaN(thickness) ? 1 : thickness, 1, MaxThickness);
        if (!LineClip.TryCut(ref from, ref to, -pen, -pen, Columns + pen, Rows + pen)) return;
        var steps = (int)Math.Ceiling(2 * Math.Max(Math.Abs(to.X - from.X), Math.Abs(to.Y - from.Y)));
        Spend((long)((steps + 1) * pen * pen));
        for (var i = 0; i <= steps; i++)
        {
            var part = steps == 0 ? 0 : (double)i / steps;
            Point(new(from.X + ((to.X - from.X) * part), from.Y + ((to.Y - from.Y) * part)), pen, ink);
        }
    }

    public void Polyline(ReadOnlySpan<PointD> points, double thickness, Ink ink)
    {
        for (var i = 1; i < points.Length; i++) Line(points[i - 1], points[i], thickness, ink);
    }

    /// <summary>A dot of that diameter.</summary>
    public void Point(PointD at, double diameter, Ink ink)
    {
        if (!at.IsFinite) return;
        var half = diameter / 2;
        var (x0, x1) = Cut(at.X - half + 0.5, at.X + half + 0.5, Columns);
        var (y0, y1) = Cut(at.Y - half + 0.5, at.Y + half + 0.5, Rows);
        var reach = half * half + 0.25;
        for (var y = y0; y < y1; y++)
            for (var x = x0; x < x1; x++)
                if (diameter < 3 || ((x - at.X) * (x - at.X)) + ((y - at.Y) * (y - at.Y)) <= reach) Put(((y * Columns) + x) * _picture.Samples, ink);
    }

    /// <summary>An ellipse by its center and two half axes, at right angles or not.</summary>
    public void Ellipse(PointD center, PointD halfAxis, PointD otherHalfAxis, double thickness, Ink ink, bool isFilled)
    {
        var size = Math.Max(Math.Max(Math.Abs(halfAxis.X), Math.Abs(halfAxis.Y)), Math.Max(Math.Abs(otherHalfAxis.X), Math.Abs(otherHalfAxis.Y)));
        var sides = double.IsFinite(size) ? (int)Math.Clamp(size * 4, 16, MaxSides) : 16;
        var points = new PointD[sides + 1];
        for (var i = 0; i < points.Length; i++)
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * i / sides);
            points[i] = new(center.X + (halfAxis.X * cos) + (otherHalfAxis.X * sin), center.Y + (halfAxis.Y * cos) + (otherHalfAxis.Y * sin));
        }
        if (isFilled) Polygon(points, ink);
        Polyline(points, thickness, ink);
    }

    /// <summary>Fills a polygon, even-odd.</summary>
    public void Polygon(ReadOnlySpan<PointD> corners, Ink ink)
    {
        Spend((long)corners.Length * Rows);
        foreach (var span in PolygonSpans.Of(corners, Columns, Rows))
        {
            Spend(span.To - span.From);
            for (var x = span.From; x < span.To; x++) Put(((span.Row * Columns) + x) * _picture.Samples, ink);
        }
    }

    /// <summary>One line of text from its upper left corner; what does not fit is cut off.</summary>
    /// <param name="scale">Pixels of a dot of small letters, from 1; letters that hold Han are at least 16 pixels tall.</param>
    public void Text(double left, double top, string text, int scale, Ink ink) => Text(left, top, text, TextFace.Of([text], scale), ink);

    internal void Text(double left, double top, string text, TextFace face, Ink ink)
    {
        if (!double.IsFinite(left) || !double.IsFinite(top) || top > Rows || top < -(double)face.Height) return;
        foreach (var rune in text.EnumerateRunes())
        {
            if (left > Columns) return;
            var advance = face.Advance(rune);
            if (left > -(double)advance && face.IsWide) WideGlyph(left, top, WideFont.Of(rune), face.Scale, ink);
            else if (left > -(double)advance) Glyph(left, top, RasterFont.Of(rune), face.Scale, ink);
            left += advance;
        }
    }

    private void Glyph(double left, double top, ulong glyph, int scale, Ink ink)
    {
        for (var row = 0; row < RasterFont.Height; row++)
            for (var column = 0; column < RasterFont.Width; column++)
                if (RasterFont.IsSet(glyph, column, row)) Fill(left + (column * scale), top + (row * scale), scale, scale, ink);
    }

    private void WideGlyph(double left, double top, ReadOnlySpan<byte> glyph, int scale, Ink ink)
    {
        var rowBytes = glyph.Length / WideFont.Height;
        for (var i = 0; i < glyph.Length * 8; i++)
            if ((glyph[i / 8] & (0x80 >> (i % 8))) != 0) Fill(left + (i % (8 * rowBytes) * scale), top + (i / (8 * rowBytes) * scale), scale, scale, ink);
    }

    private void Spend(long pixels)
    {
        _work += pixels;
        if (_work > MaxWork) throw new FrameException(FrameFailure.TooLarge, "There is more to draw than is drawn in one picture");
    }

    private void Put(int at, Ink ink)
    {
        var bytes = _picture.Bytes.Span;
        if (_picture.Samples == 1) bytes[at] = ink.Luminance;
        else (bytes[at], bytes[at + 1], bytes[at + 2]) = (ink.Red, ink.Green, ink.Blue);
    }

    private static (int From, int To) Cut(double from, double to, int size) =>
        double.IsNaN(from) || double.IsNaN(to) ? (0, 0) : ((int)Math.Clamp(Math.Floor(from + 0.5), 0, size), (int)Math.Clamp(Math.Floor(to + 0.5), 0, size));
}
