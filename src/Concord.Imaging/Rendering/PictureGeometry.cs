namespace Concord.Imaging.Rendering;

/// <summary>Which part of an image a picture shows, how large, and which way round.</summary>
/// <param name="X">Left edge of the region, pixels of the image.</param>
/// <param name="Y">Upper edge.</param>
/// <param name="Width">Of the region, above 0.</param>
/// <param name="Height">Of the region, above 0.</param>
/// <param name="Columns">Of the picture.</param>
/// <param name="Rows">Of the picture.</param>
public sealed record PictureGeometry(double X, double Y, double Width, double Height, int Columns, int Rows, bool IsFlippedLeftRight, bool IsFlippedUpsideDown)
{
    /// <summary>Most pixels of a picture that is larger than its image.</summary>
    public const int MaxPixels = 64 << 20;

    private const int MaxReduction = 5;

    /// <summary>Fits a viewport to an image; false when the region does not touch it, or the picture would be larger than <see cref="MaxPixels"/>.</summary>
    /// <param name="aspect">Height of a pixel divided by its width: pictures have square ones.</param>
    public static bool TryFit(int imageColumns, int imageRows, double aspect, Viewport? viewport, out PictureGeometry geometry)
    {
        if (viewport is null)
        {
            geometry = Whole(imageColumns, imageRows, aspect);
            return true;
        }
        var (left, right) = Span(viewport.SourceX, viewport.SourceWidth, imageColumns);
        var (top, bottom) = Span(viewport.SourceY, viewport.SourceHeight, imageRows);
        var (width, height) = (right - left, bottom - top);
        geometry = Whole(imageColumns, imageRows, 1);
        if (!(width > 0) || !(height > 0) || viewport.Width < 1 || viewport.Height < 1) return false;
        var scale = Math.Min(viewport.Width / width, viewport.Height / (height * aspect));
        geometry = new(left, top, width, height,
            Math.Clamp((int)Math.Round(width * scale), 1, viewport.Width), Math.Clamp((int)Math.Round(height * aspect * scale), 1, viewport.Height),
            viewport.SourceWidth < 0, viewport.SourceHeight < 0);
        return (long)geometry.Columns * geometry.Rows <= MaxPixels;
    }

    /// <summary>True when the picture is the image, pixel by pixel.</summary>
    public bool IsIdentity(int imageColumns, int imageRows) =>
        X == 0 && Y == 0 && Width == imageColumns && Height == imageRows && Columns == imageColumns && Rows == imageRows && !IsFlippedLeftRight && !IsFlippedUpsideDown;

    /// <summary>How often both sides of the image may be halved and still have as many pixels as the picture shows.</summary>
    public int ReduceLevels => Math.Clamp((int)Math.Floor(Math.Log2(Math.Min(Width / Columns, Height / Rows))), 0, MaxReduction);

    /// <summary>The same part of the same image in other numbers of pixels.</summary>
    public PictureGeometry On(int fromColumns, int fromRows, int toColumns, int toRows)
    {
        if (fromColumns == toColumns && fromRows == toRows) return this;
        var (x, y) = ((double)toColumns / fromColumns, (double)toRows / fromRows);
        return this with { X = X * x, Y = Y * y, Width = Width * x, Height = Height * y };
    }

    private static PictureGeometry Whole(int columns, int rows, double aspect)
    {
        var (wide, tall) = aspect >= 1 ? (columns, (int)Math.Round(rows * aspect)) : ((int)Math.Round(columns / aspect), rows);
        return (long)wide * tall > Math.Max(MaxPixels, (long)columns * rows) ? new(0, 0, columns, rows, columns, rows, false, false) : new(0, 0, columns, rows, wide, tall, false, false);
    }

    /// <summary>From edge to edge of the region, within the image.</summary>
    private static (double From, double To) Span(double? offset, double? length, int size)
    {
        var from = offset ?? 0;
        var to = length is { } given ? from + Math.Abs(given) : size;
        return (Math.Clamp(from, 0, size), Math.Clamp(to, 0, size));
    }
}
