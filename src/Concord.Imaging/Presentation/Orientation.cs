using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Imaging.Rendering;

namespace Concord.Imaging.Presentation;

/// <summary>Rotation by quarter turns, then a flip left to right (PS3.3 §C.10.6).</summary>
/// <param name="QuarterTurns">Clockwise, 0-3.</param>
public readonly record struct Orientation(int QuarterTurns, bool IsFlipped)
{
    public bool IsIdentity => QuarterTurns == 0 && !IsFlipped;

    public bool SwapsSides => (QuarterTurns & 1) != 0;

    public static Orientation Of(DataSet state) =>
        new((int)(((state.GetInt(Tags.ImageRotation) ?? 0) / 90 % 4) + 4) % 4, state.GetString(Tags.ImageHorizontalFlip) == "Y");

    /// <summary>Where a place goes to; both as parts of width and height, 0-1 inside.</summary>
    public (double U, double V) Map(double u, double v)
    {
        (u, v) = QuarterTurns switch
        {
            1 => (1 - v, u),
            2 => (1 - u, 1 - v),
            3 => (v, 1 - u),
            _ => (u, v),
        };
        return (IsFlipped ? 1 - u : u, v);
    }

    /// <summary>The picture turned; the one given is given away.</summary>
    public Picture Apply(Picture picture)
    {
        if (IsIdentity) return picture;
        using (picture)
        {
            var (columns, rows) = SwapsSides ? (picture.Rows, picture.Columns) : (picture.Columns, picture.Rows);
            var turned = Picture.Rent(columns, rows, picture.Samples);
            var from = picture.Span;
            var to = turned.Span;
            var (samples, at) = (picture.Samples, 0);
            for (var y = 0; y < rows; y++)
            {
                for (var x = 0; x < columns; x++)
                {
                    var source = SourceOf(x, y, columns, rows, picture.Columns) * samples;
                    for (var sample = 0; sample < samples; sample++) to[at++] = from[source + sample];
                }
            }
            return turned;
        }
    }

    private int SourceOf(int x, int y, int columns, int rows, int sourceColumns)
    {
        if (IsFlipped) x = columns - 1 - x;
        return QuarterTurns switch
        {
            1 => ((columns - 1 - x) * sourceColumns) + y,
            2 => ((rows - 1 - y) * sourceColumns) + columns - 1 - x,
            3 => (x * sourceColumns) + rows - 1 - y,
            _ => (y * sourceColumns) + x,
        };
    }
}
