namespace Concord.Imaging.Volumes;

/// <summary>Parallel slices in order, at one time.</summary>
/// <param name="Slices">At least one, by position along their normal, each at a place of its own.</param>
/// <param name="TimePoint">From 0 among those of the same stack.</param>
/// <param name="Findings">What is not as it should be; empty when it is an even stack.</param>
public sealed record Volume(IReadOnlyList<SliceGeometry> Slices, int TimePoint, IReadOnlyList<VolumeFinding> Findings)
{
    public int Columns => Slices[0].Columns;

    public int Rows => Slices[0].Rows;

    /// <summary>mm between two slices, the median; 0 of a single slice.</summary>
    public double SliceSpacing
    {
        get
        {
            if (Slices.Count == 1) return 0;
            var distances = Slices.Skip(1).Select((slice, i) => slice.Position - Slices[i].Position).Order().ToArray();
            return distances[distances.Length / 2];
        }
    }

    /// <summary>The middle of all voxels.</summary>
    public Vector3D Center => (Middle(Slices[0]) + Middle(Slices[^1])) * 0.5;

    /// <summary>The corners of the voxels' centres.</summary>
    public IEnumerable<Vector3D> Corners
    {
        get
        {
            foreach (var slice in new[] { Slices[0], Slices[^1] })
            {
                var (across, down) = (slice.RowDirection * (slice.ColumnSpacing * (Columns - 1)), slice.ColumnDirection * (slice.RowSpacing * (Rows - 1)));
                foreach (var corner in new[] { slice.Origin, slice.Origin + across, slice.Origin + down, slice.Origin + across + down }) yield return corner;
            }
        }
    }

    private static Vector3D Middle(SliceGeometry slice) =>
        slice.Origin + (slice.RowDirection * (slice.ColumnSpacing * (slice.Columns - 1) / 2)) + (slice.ColumnDirection * (slice.RowSpacing * (slice.Rows - 1) / 2));
}
