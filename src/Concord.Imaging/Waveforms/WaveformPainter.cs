using Concord.Imaging.Drawing;
using Concord.Imaging.Rendering;

namespace Concord.Imaging.Waveforms;

/// <summary>Draws the channels of a group one under the other, on graph paper; many in two rows of columns, as electrocardiograms are.</summary>
public static class WaveformPainter
{
    private const int MaxShown = 16;

    private const int SecondColumnFrom = 7;

    private const int Grid = 10;

    /// <summary>Samples looked at for a column of the picture at most.</summary>
    private const int MaxSamplesPerColumn = 256;

    private static readonly Ink Paper = new(255, 250, 247);
    private static readonly Ink Lines = new(246, 214, 206);
    private static readonly Ink Trace = new(20, 24, 40);
    private static readonly Ink Names = new(120, 60, 60);

    public static Picture Paint(WaveformGroup group, int columns, int rows)
    {
        var picture = Picture.Rent(columns, rows, 3);
        var canvas = new Canvas(picture);
        canvas.Fill(0, 0, columns, rows, Paper);
        for (var x = 0; x < columns; x += Grid) canvas.Fill(x, 0, 1, rows, Lines);
        for (var y = 0; y < rows; y += Grid) canvas.Fill(0, y, columns, 1, Lines);
        var shown = Math.Min(group.Channels, MaxShown);
        var across = shown >= SecondColumnFrom ? 2 : 1;
        var down = (shown + across - 1) / across;
        for (var channel = 0; channel < shown; channel++)
        {
            var (left, top) = (columns * (channel / down) / across, rows * (channel % down) / down);
            PaintChannel(canvas, group, channel, left, top, columns / across, rows / down);
        }
        return picture;
    }

    private static void PaintChannel(Canvas canvas, WaveformGroup group, int channel, int left, int top, int width, int height)
    {
        var strokes = StrokesOf(group, channel, width);
        double low = double.MaxValue, high = double.MinValue;
        foreach (var (least, most) in strokes) (low, high) = (Math.Min(low, least), Math.Max(high, most));
        var scale = high > low ? (height - 3) / (high - low) : 0;
        double Y(double value) => scale == 0 ? top + (height / 2.0) : top + 1 + ((high - value) * scale);
        for (var x = 0; x < strokes.Length; x++)
        {
            canvas.Line(new(left + x, Y(strokes[x].Most)), new(left + x, Y(strokes[x].Least)), 1, Trace);
            if (x > 0) canvas.Line(new(left + x - 1, Y(Middle(strokes[x - 1]))), new(left + x, Y(Middle(strokes[x]))), 1, Trace);
        }
        if (channel < group.Names.Count) canvas.Text(left + 2, top + 2, group.Names[channel], 1, Names);
    }

    private static double Middle((double Least, double Most) stroke) => (stroke.Least + stroke.Most) / 2;

    private static (double Least, double Most)[] StrokesOf(WaveformGroup group, int channel, int width)
    {
        var strokes = new (double Least, double Most)[width];
        for (var x = 0; x < width; x++)
        {
            var from = (int)((long)x * group.Samples / width);
            var to = Math.Max(from + 1, (int)((long)(x + 1) * group.Samples / width));
            var step = Math.Max(1, (to - from) / MaxSamplesPerColumn);
            var (least, most) = (double.MaxValue, double.MinValue);
            for (var sample = from; sample < to; sample += step)
            {
                var value = group[channel, sample];
                (least, most) = (Math.Min(least, value), Math.Max(most, value));
            }
            strokes[x] = (least, most);
        }
        return strokes;
    }
}
