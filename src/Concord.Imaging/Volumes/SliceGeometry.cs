namespace Concord.Imaging.Volumes;

/// <summary>Where one frame lies in the patient (PS3.3 §C.7.6.2, §C.7.6.16.2.3, §C.7.6.16.2.4).</summary>
/// <param name="Instance">Place of its object in the series as it was given, from 0.</param>
/// <param name="Frame">From 0.</param>
/// <param name="Origin">Centre of the first pixel.</param>
/// <param name="RowDirection">Along a row, to higher columns; of length 1.</param>
/// <param name="ColumnDirection">Along a column, to higher rows; of length 1, square to the row.</param>
/// <param name="ColumnSpacing">mm between columns, the second value of Pixel Spacing.</param>
/// <param name="RowSpacing">mm between rows, the first value of Pixel Spacing.</param>
/// <param name="Times">What may tell apart frames at one place, in the order of <see cref="SliceReader.TimeAttributes"/>; not a number where absent.</param>
public sealed record SliceGeometry(
    int Instance, int Frame, int Columns, int Rows, Vector3D Origin, Vector3D RowDirection, Vector3D ColumnDirection, double ColumnSpacing, double RowSpacing, IReadOnlyList<double> Times)
{
    private const double MaxAngleDifference = 1e-3; // of directions of length 1
    private const double MaxSpacingDifference = 1e-3; // of the spacing

    public Vector3D Normal => RowDirection.Cross(ColumnDirection);

    /// <summary>mm along its normal.</summary>
    public double Position => Origin.Dot(Normal);

    /// <summary>True when both could be slices of one volume: same size, orientation and spacing.</summary>
    public bool IsParallelTo(SliceGeometry other) =>
        Columns == other.Columns && Rows == other.Rows
        && (RowDirection - other.RowDirection).Length <= MaxAngleDifference && (ColumnDirection - other.ColumnDirection).Length <= MaxAngleDifference
        && Math.Abs(ColumnSpacing - other.ColumnSpacing) <= MaxSpacingDifference * ColumnSpacing && Math.Abs(RowSpacing - other.RowSpacing) <= MaxSpacingDifference * RowSpacing;
}
