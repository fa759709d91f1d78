namespace Concord.Cli.Synth.Phantoms;

/// <summary>A grid of values that shapes are painted on, in millimetres; later shapes cover earlier ones, edges are soft.</summary>
/// <remarks>A plane may be warped: each row is shifted sideways and each column lengthways a little, which turns ellipses into organs.</remarks>
internal sealed class Plane
{
    private readonly float[] _rowShift;
    private readonly float[] _columnShift;
    private float _largestShift;

    /// <param name="left">X of the centre of the first column, mm.</param>
    /// <param name="top">Y of the centre of the first row, mm.</param>
    /// <param name="xSpacing">Between columns, mm.</param>
    /// <param name="ySpacing">Between rows, mm.</param>
    public Plane(int columns, int rows, float left, float top, float xSpacing, float ySpacing)
    {
        (Columns, Rows, Left, Top, XSpacing, YSpacing) = (columns, rows, left, top, xSpacing, ySpacing);
        Values = new float[columns * rows];
        _rowShift = new float[rows];
        _columnShift = new float[columns];
    }

    public int Columns { get; }

    public int Rows { get; }

    public float Left { get; }

    public float Top { get; }

    public float XSpacing { get; }

    public float YSpacing { get; }

    /// <summary>Row by row.</summary>
    public float[] Values { get; }

    /// <summary>A plane of square pixels around the origin.</summary>
    public static Plane Centred(int columns, int rows, float spacing) =>
        new(columns, rows, -spacing * (columns - 1) / 2, -spacing * (rows - 1) / 2, spacing, spacing);

    public float X(int column) => Left + (column * XSpacing);

    public float Y(int row) => Top + (row * YSpacing);

    public void Clear(float value) => Array.Fill(Values, value);

    /// <summary>Shapes painted from now on are shifted: sideways by a function of y, lengthways by a function of x (mm).</summary>
    public void Warp(Func<float, float> sideways, Func<float, float> lengthways)
    {
        for (var row = 0; row < Rows; row++) _rowShift[row] = sideways(Y(row));
        for (var column = 0; column < Columns; column++) _columnShift[column] = lengthways(X(column));
        _largestShift = Math.Max(_rowShift.Max(Math.Abs), _columnShift.Max(Math.Abs));
    }

    /// <summary>Covers an ellipse.</summary>
    /// <param name="boxiness">0 for an ellipse, 1 for a rounded box.</param>
    /// <param name="edge">Width of the soft edge, mm.</param>
    public void Ellipse(float x, float y, float rx, float ry, float value, float angle = 0, float boxiness = 0, float edge = 1.2f)
    {
        if (rx <= 0 || ry <= 0) return;
        float cos = MathF.Cos(angle), sin = MathF.Sin(angle), steep = MathF.Min(rx, ry) / edge;
        var reach = angle == 0 ? 0 : MathF.Max(rx, ry);
        var (first, last) = RowsWithin(y, MathF.Max(ry, reach) + edge);
        var (from, to) = ColumnsWithin(x, MathF.Max(rx, reach) + edge);
        for (var row = first; row <= last; row++)
        {
            var line = Values.AsSpan(row * Columns, Columns);
            float dy0 = Y(row) - y, shift = _rowShift[row] - x;
            for (var column = from; column <= to; column++)
            {
                float dx = X(column) + shift, dy = dy0 + _columnShift[column];
                float u = ((dx * cos) + (dy * sin)) / rx, v = ((dy * cos) - (dx * sin)) / ry;
                float u2 = u * u, v2 = v * v, t = MathF.Sqrt(u2 + v2);
                if (boxiness > 0) t += boxiness * (MathF.Sqrt(MathF.Sqrt((u2 * u2) + (v2 * v2))) - t);
                Blend(ref line[column], value, ((1 - t) * steep) + 0.5f);
            }
        }
    }

    /// <summary>Covers what lies within a radius of a line between two points; the radius may change along it.</summary>
    public void Capsule(float x0, float y0, float r0, float x1, float y1, float r1, float value, float edge = 1.2f)
    {
        float reach = MathF.Max(r0, r1) + edge, dx = x1 - x0, dy = y1 - y0, squared = MathF.Max((dx * dx) + (dy * dy), 1e-6f);
        var (first, last) = RowsWithin((y0 + y1) / 2, (MathF.Abs(dy) / 2) + reach);
        var (from, to) = ColumnsWithin((x0 + x1) / 2, (MathF.Abs(dx) / 2) + reach);
        for (var row = first; row <= last; row++)
        {
            var line = Values.AsSpan(row * Columns, Columns);
            for (var column = from; column <= to; column++)
            {
                float px = X(column) + _rowShift[row] - x0, py = Y(row) + _columnShift[column] - y0;
                var along = Math.Clamp(((px * dx) + (py * dy)) / squared, 0, 1);
                float ex = px - (along * dx), ey = py - (along * dy);
                Blend(ref line[column], value, ((r0 + ((r1 - r0) * along) - MathF.Sqrt((ex * ex) + (ey * ey))) / edge) + 0.5f);
            }
        }
    }

    /// <summary>Adds the thickness of a round bar seen from the front, times a density: what X-rays add up.</summary>
    /// <param name="merge">Where there is something already, the thicker one counts, not the sum.</param>
    public void AddBar(float x0, float y0, float r0, float x1, float y1, float r1, float density, bool merge = false)
    {
        float reach = MathF.Max(r0, r1), dx = x1 - x0, dy = y1 - y0, squared = MathF.Max((dx * dx) + (dy * dy), 1e-6f);
        var (first, last) = RowsWithin((y0 + y1) / 2, (MathF.Abs(dy) / 2) + reach);
        var (from, to) = ColumnsWithin((x0 + x1) / 2, (MathF.Abs(dx) / 2) + reach);
        for (var row = first; row <= last; row++)
        {
            var line = Values.AsSpan(row * Columns, Columns);
            for (var column = from; column <= to; column++)
            {
                float px = X(column) + _rowShift[row] - x0, py = Y(row) + _columnShift[column] - y0;
                var along = Math.Clamp(((px * dx) + (py * dy)) / squared, 0, 1);
                float ex = px - (along * dx), ey = py - (along * dy), radius = r0 + ((r1 - r0) * along);
                var chord = (radius * radius) - (ex * ex) - (ey * ey);
                if (chord <= 0) continue;
                var thickness = 2 * MathF.Sqrt(chord) * density;
                line[column] = merge ? MathF.Max(line[column], thickness) : line[column] + thickness;
            }
        }
    }

    /// <summary>Adds the thickness of an ellipsoid seen from the front, times a density.</summary>
    /// <param name="depth">Half its thickness in the middle, mm.</param>
    public void AddEllipsoid(float x, float y, float rx, float ry, float depth, float density, float angle = 0)
    {
        float cos = MathF.Cos(angle), sin = MathF.Sin(angle), reach = MathF.Max(rx, ry);
        var (first, last) = RowsWithin(y, reach);
        var (from, to) = ColumnsWithin(x, reach);
        for (var row = first; row <= last; row++)
        {
            var line = Values.AsSpan(row * Columns, Columns);
            for (var column = from; column <= to; column++)
            {
                float dx = X(column) + _rowShift[row] - x, dy = Y(row) + _columnShift[column] - y;
                float u = ((dx * cos) + (dy * sin)) / rx, v = ((dy * cos) - (dx * sin)) / ry, rest = 1 - (u * u) - (v * v);
                if (rest > 0) line[column] += 2 * depth * MathF.Sqrt(rest) * density;
            }
        }
    }

    /// <summary>The value between pixels, by their distance.</summary>
    public float Sample(float column, float row)
    {
        column = Math.Clamp(column, 0, Columns - 1.001f);
        row = Math.Clamp(row, 0, Rows - 1.001f);
        int c = (int)column, r = (int)row, at = (r * Columns) + c, right = Math.Min(1, Columns - 1 - c), down = r + 1 < Rows ? Columns : 0;
        float u = column - c, v = row - r;
        var upper = Values[at] + ((Values[at + right] - Values[at]) * u);
        var lower = Values[at + down] + ((Values[at + down + right] - Values[at + down]) * u);
        return upper + ((lower - upper) * v);
    }

    /// <summary>A mean over a square window, twice over: close to a Gaussian.</summary>
    public void Blur(int radius)
    {
        if (radius < 1) return;
        var buffer = new float[Math.Max(Columns, Rows)];
        for (var pass = 0; pass < 2; pass++)
        {
            for (var row = 0; row < Rows; row++) BlurLine(row * Columns, 1, Columns, radius, buffer);
            for (var column = 0; column < Columns; column++) BlurLine(column, Columns, Rows, radius, buffer);
        }
    }

    internal (int First, int Last) RowsWithin(float y, float reach) =>
        (Math.Max(0, (int)MathF.Ceiling((y - reach - _largestShift - Top) / YSpacing)), Math.Min(Rows - 1, (int)MathF.Floor((y + reach + _largestShift - Top) / YSpacing)));

    internal (int From, int To) ColumnsWithin(float x, float reach) =>
        (Math.Max(0, (int)MathF.Ceiling((x - reach - _largestShift - Left) / XSpacing)), Math.Min(Columns - 1, (int)MathF.Floor((x + reach + _largestShift - Left) / XSpacing)));

    /// <summary>Where a pixel's centre lies once the warp is taken in.</summary>
    internal (float X, float Y) Warped(int column, int row) => (X(column) + _rowShift[row], Y(row) + _columnShift[column]);

    internal static void Blend(ref float under, float over, float cover)
    {
        if (cover >= 1) under = over;
        else if (cover > 0) under += (over - under) * cover;
    }

    private void BlurLine(int start, int step, int count, int radius, float[] buffer)
    {
        float sum = 0, scale = 1f / ((2 * radius) + 1);
        for (var i = -radius; i <= radius; i++) sum += Values[start + (Math.Clamp(i, 0, count - 1) * step)];
        for (var i = 0; i < count; i++)
        {
            buffer[i] = sum * scale;
            sum += Values[start + (Math.Min(i + radius + 1, count - 1) * step)] - Values[start + (Math.Max(i - radius, 0) * step)];
        }
        for (var i = 0; i < count; i++) Values[start + (i * step)] = buffer[i];
    }
}
