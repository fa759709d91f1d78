namespace Concord.Imaging.Drawing;

/// <summary>The pixels inside of a polygon, row by row: those whose middle is inside, by the even-odd rule.</summary>
internal static class PolygonSpans
{
    /// <summary>Most corners times rows: what one polygon may cost.</summary>
    private const long MaxWork = 64L << 20;

    /// <summary>Spans of pixels; none when the polygon has no area or is too costly.</summary>
    public static List<(int Row, int From, int To)> Of(ReadOnlySpan<PointD> corners, int columns, int rows)
    {
        var spans = new List<(int, int, int)>();
        if (corners.Length < 3 || (long)corners.Length * rows > MaxWork) return spans;
        var crossings = new List<double>();
        for (var row = 0; row < rows; row++)
        {
            crossings.Clear();
            for (var i = 0; i < corners.Length; i++)
                if (Crossing(corners[i], corners[(i + 1) % corners.Length], row) is { } x) crossings.Add(x);
            crossings.Sort();
            for (var i = 0; i + 1 < crossings.Count; i += 2)
            {
                var from = (int)Math.Clamp(Math.Ceiling(crossings[i]), 0, columns);
                var to = (int)Math.Clamp(Math.Floor(crossings[i + 1]) + 1, 0, columns);
                if (from < to) spans.Add((row, from, to));
            }
        }
        return spans;
    }

    private static double? Crossing(PointD from, PointD to, int row)
    {
        if (!from.IsFinite || !to.IsFinite || from.Y <= row == to.Y <= row) return null;
        return from.X + ((row - from.Y) / (to.Y - from.Y) * (to.X - from.X));
    }
}
