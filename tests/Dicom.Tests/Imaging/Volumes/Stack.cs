using Concord.Imaging.Volumes;

namespace Dicom.Tests.Imaging.Volumes;

/// <summary>A made stack of slices in which every voxel has the value of a function at its place in the patient.</summary>
/// <param name="Step">From a slice's first pixel to the next one's, mm: not the normal's direction when the stack leans.</param>
internal sealed record Stack(int Columns, int Rows, int Count, Vector3D Origin, Vector3D Across, Vector3D Down, double ColumnSpacing, double RowSpacing, Vector3D Step)
{
    public static Stack Axial { get; } = new(40, 36, 30, new(-20, -18, -30), new(1, 0, 0), new(0, 1, 0), 1, 1.25, new(0, 0, 2));

    public static Stack Leaning { get; } = Axial with { Step = new(0, 0.7, 2) };

    public static Stack Upward { get; } = Axial with { Step = new(0, 0, -2) };

    public static Stack Oblique { get; } = Axial with { Across = new Vector3D(1, 0.2, 0.1).Normalized(), Down = Square(new(-0.2, 1, 0.3), new Vector3D(1, 0.2, 0.1).Normalized()), Step = Axis(new Vector3D(1, 0.2, 0.1).Normalized()) * 1.5 };

    public static Stack Coronal { get; } = Axial with { Across = new(1, 0, 0), Down = new(0, 0, -1), Step = new(0, 3, 0), Origin = new(-20, -40, 20) };

    public IReadOnlyList<SliceGeometry> Slices => [.. Enumerable.Range(0, Count).Select(i => Slice(i))];

    public SliceGeometry Slice(int index, int instance = -1, double time = double.NaN) =>
        new(instance < 0 ? index : instance, 0, Columns, Rows, Origin + (Step * index), Across, Down, ColumnSpacing, RowSpacing, [time, .. Enumerable.Repeat(double.NaN, SliceReader.TimeAttributes.Count - 1)]);

    public static IReadOnlyList<SliceSamples> Fill(Volume volume, Func<Vector3D, double> value) =>
        [.. volume.Slices.Select(slice =>
        {
            var samples = new short[slice.Columns * slice.Rows];
            for (var i = 0; i < samples.Length; i++)
                samples[i] = (short)Math.Round(value(slice.Origin + (slice.RowDirection * (i % slice.Columns * slice.ColumnSpacing)) + (slice.ColumnDirection * (i / slice.Columns * slice.RowSpacing))));
            return new SliceSamples(samples, 0, 1, 0);
        })];

    private static Vector3D Square(Vector3D direction, Vector3D to) => (direction - (to * direction.Dot(to))).Normalized();

    private static Vector3D Axis(Vector3D across) => across.Cross(Square(new(-0.2, 1, 0.3), across));
}
