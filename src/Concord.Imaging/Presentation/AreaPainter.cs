using Concord.Imaging.Rendering;

namespace Concord.Imaging.Presentation;

/// <summary>Puts a part of an image, which may reach beyond it, into a picture of a given size; what is outside is black.</summary>
internal static class AreaPainter
{
    /// <param name="picture">Of the whole image; given away.</param>
    /// <param name="image">What the area is counted in.</param>
    /// <exception cref="FrameException">The area does not touch the image.</exception>
    public static Picture Paint(Picture picture, ImagePixels image, DisplayedArea area, (int Columns, int Rows) size)
    {
        var (across, down) = (size.Columns / area.Width, size.Rows / area.Height);
        var (left, top) = (Math.Max(area.X, 0), Math.Max(area.Y, 0));
        var (right, bottom) = (Math.Min(area.X + area.Width, image.Columns), Math.Min(area.Y + area.Height, image.Rows));
        if (right <= left || bottom <= top)
        {
            picture.Dispose();
            throw new FrameException(FrameFailure.Malformed, "The displayed area shows nothing of the image");
        }
        var (x, y) = ((int)Math.Round((left - area.X) * across), (int)Math.Round((top - area.Y) * down));
        var columns = Math.Clamp((int)Math.Round((right - left) * across), 1, Math.Max(1, size.Columns - x));
        var rows = Math.Clamp((int)Math.Round((bottom - top) * down), 1, Math.Max(1, size.Rows - y));
        var geometry = new PictureGeometry(left, top, right - left, bottom - top, columns, rows, false, false);
        var part = FrameRenderer.Scale(picture, geometry.On(image.Columns, image.Rows, picture.Columns, picture.Rows));
        return (part.Columns, part.Rows) == size ? part : OnBlack(part, x, y, size);
    }

    private static Picture OnBlack(Picture part, int x, int y, (int Columns, int Rows) size)
    {
        using (part)
        {
            var whole = Picture.Rent(size.Columns, size.Rows, part.Samples);
            whole.Span.Clear();
            var count = Math.Min(part.Columns, size.Columns - x) * part.Samples;
            for (var row = 0; row < part.Rows && y + row < size.Rows; row++)
                part.Span.Slice(row * part.Columns * part.Samples, count).CopyTo(whole.Span[((((y + row) * size.Columns) + x) * part.Samples)..]);
            return whole;
        }
    }
}
