using Concord.Dicom.DataElements;
using Concord.Imaging.Drawing;
using Concord.Imaging.Rendering;

namespace Concord.Imaging.Captions;

/// <summary>Writes captions into the corners of a picture.</summary>
public static class CaptionPainter
{
    /// <summary>Pixels of a picture's shorter side for each pixel of a letter's dot.</summary>
    private const int PixelsPerDot = 400;

    private static readonly Ink Edge = new(0, 0, 0);

    /// <param name="picture">Is drawn on.</param>
    /// <param name="frame">From 0.</param>
    public static void Paint(Picture picture, DataSet head, int frame, CaptionKinds kinds)
    {
        var captions = ImageCaptions.Of(head, frame, kinds);
        var canvas = new Canvas(picture);
        var scale = Math.Clamp(Math.Min(picture.Columns, picture.Rows) / PixelsPerDot, 1, 12);
        Paint(canvas, captions.Patient, scale, isRight: false, isBelow: false);
        Paint(canvas, captions.Study, scale, isRight: true, isBelow: false);
        Paint(canvas, captions.Series, scale, isRight: false, isBelow: true);
        Paint(canvas, captions.Technique, scale, isRight: true, isBelow: true);
    }

    private static void Paint(Canvas canvas, IReadOnlyList<string> lines, int scale, bool isRight, bool isBelow)
    {
        if (lines.Count == 0) return;
        var face = TextFace.Of(lines, scale);
        var margin = 4 * scale;
        var top = isBelow ? canvas.Rows - margin - (lines.Count * face.Step) : margin;
        foreach (var line in lines)
        {
            var left = isRight ? canvas.Columns - margin - face.WidthOf(line) : margin;
            foreach (var (x, y) in new[] { (-1, 0), (1, 0), (0, -1), (0, 1) }) canvas.Text(left + (x * scale), top + (y * scale), line, face, Edge);
            canvas.Text(left, top, line, face, Ink.White);
            top += face.Step;
        }
    }
}
