using Concord.Imaging.Drawing;

namespace Concord.Imaging.Rendering.Overlays;

/// <summary>Burns overlay bits into a picture of the frame they lie over.</summary>
public static class OverlayPainter
{
    /// <param name="picture">Of the whole frame, in its own size or smaller.</param>
    /// <param name="image">Of the object: what the plane's rows and columns are counted in.</param>
    public static void Paint(Picture picture, OverlayBits overlay, ImagePixels image, Ink ink)
    {
        var canvas = new Canvas(picture);
        var (across, down) = ((double)picture.Columns / image.Columns, (double)picture.Rows / image.Rows);
        Walk(overlay, image, (x, y) => canvas.Dot((int)(x * across), (int)(y * down), ink));
    }

    /// <summary>Calls for every set bit that lies within the image, with its column and row there, from 0.</summary>
    internal static void Walk(OverlayBits overlay, ImagePixels image, Action<int, int> set)
    {
        var bits = overlay.Bits.Span;
        var plane = overlay.Plane;
        var (left, top) = (plane.OriginColumn - 1, plane.OriginRow - 1);
        var (fromColumn, toColumn) = (Math.Max(0, -left), Math.Min(plane.Columns, image.Columns - left));
        for (var row = Math.Max(0, -top); row < Math.Min(overlay.Rows, image.Rows - top); row++)
        {
            var at = overlay.FirstBit + ((long)row * plane.Columns) + fromColumn;
            for (var column = fromColumn; column < toColumn; column++, at++)
            {
                var value = bits[(int)(at >> 3)];
                if (value == 0 && (at & 7) == 0 && column + 8 <= toColumn)
                {
                    column += 7; // eight empty ones at a time: overlays mostly are
                    at += 7;
                    continue;
                }
                if ((value >> (int)(at & 7) & 1) != 0) set(left + column, top + row);
            }
        }
    }
}
