namespace Concord.Imaging.Volumes;

/// <summary>Values of a volume on any plane: trilinear between voxels, also in stacks that lean, have gaps or uneven distances (each slice is where it says it is).</summary>
/// <remarks>Any number of callers; rows are sampled at once on all processors.</remarks>
public sealed class PlaneSampler
{
    /// <summary>Most layers of a slab.</summary>
    public const int MaxLayers = 2048;

    private readonly Volume _volume;
    private readonly IReadOnlyList<SliceSamples> _samples;
    private readonly double[] _positions;
    private readonly Vector3D _normal;
    private readonly double _margin; // mm around the outermost slices' centres that belong to them
    private readonly double _smallestSpacing;
    private readonly EvenStack? _even;

    /// <param name="samples">Of each slice of the volume, in its order.</param>
    public PlaneSampler(Volume volume, IReadOnlyList<SliceSamples> samples)
    {
        if (samples.Count != volume.Slices.Count) throw new ArgumentException("A slice has no samples.", nameof(samples));
        (_volume, _samples, _normal) = (volume, samples, volume.Slices[0].Normal);
        _positions = [.. volume.Slices.Select(slice => slice.Origin.Dot(_normal))];
        var (inPlane, between) = (Math.Min(volume.Slices[0].ColumnSpacing, volume.Slices[0].RowSpacing), volume.SliceSpacing);
        _even = EvenStack.TryOf(volume, samples);
        (_margin, _smallestSpacing) = between > 0 ? (between / 2, Math.Min(inPlane, between)) : (inPlane / 2, inPlane);
    }

    /// <summary>Samples a plane, or a slab around it.</summary>
    /// <param name="thickness">mm; 0: the plane alone. Layers are half the smallest spacing apart, or farther when there would be more than <see cref="MaxLayers"/>.</param>
    /// <returns>Row by row; not a number outside of the volume.</returns>
    public float[] Sample(SlicePlane plane, double thickness, SlabMode mode, CancellationToken cancel)
    {
        var values = new float[plane.Columns * plane.Rows];
        var step = _smallestSpacing / 2;
        var layers = thickness > 0 ? (int)Math.Min(MaxLayers, Math.Ceiling(thickness / step) + 1) : 1;
        var along = plane.Across.Cross(plane.Down) * (layers > 1 ? thickness / (layers - 1) : 0);
        var first = plane.Origin - (along * ((layers - 1) / 2.0));
        Parallel.For(0, plane.Rows, new ParallelOptions { CancellationToken = cancel }, row =>
        {
            var start = first + (plane.Down * (row * plane.Spacing));
            for (var column = 0; column < plane.Columns; column++)
            {
                var point = start + (plane.Across * (column * plane.Spacing));
                values[(row * plane.Columns) + column] = _even?.Through(point, along, layers, mode) ?? Through(point, along, layers, mode);
            }
        });
        return values;
    }

    /// <summary>The value at a point; not a number outside. Half a voxel around the outermost centres belongs to the volume.</summary>
    public float At(Vector3D point)
    {
        var position = point.Dot(_normal);
        var index = Array.BinarySearch(_positions, position);
        var lower = index >= 0 ? index : ~index - 1;
        var last = _positions.Length - 1;
        if (position < _positions[0] - _margin || position > _positions[last] + _margin) return float.NaN;
        lower = Math.Clamp(lower, 0, Math.Max(0, last - 1));
        var upper = Math.Min(lower + 1, last);
        var part = upper == lower ? 0 : Math.Clamp((position - _positions[lower]) / (_positions[upper] - _positions[lower]), 0, 1);
        var (below, above) = (_volume.Slices[lower], _volume.Slices[upper]);
        var from = point - (below.Origin + ((above.Origin - below.Origin) * part));
        double x = from.Dot(below.RowDirection) / below.ColumnSpacing, y = from.Dot(below.ColumnDirection) / below.RowSpacing;
        if (!(x >= -0.5 && y >= -0.5 && x <= below.Columns - 0.5 && y <= below.Rows - 0.5)) return float.NaN;
        var near = InSlice(_samples[lower], x, y);
        return part == 0 ? near : (float)(near + ((InSlice(_samples[upper], x, y) - near) * part));
    }

    private float InSlice(SliceSamples slice, double x, double y)
    {
        int columns = _volume.Columns, rows = _volume.Rows;
        (x, y) = (Math.Clamp(x, 0, columns - 1), Math.Clamp(y, 0, rows - 1));
        int left = (int)x, top = (int)y;
        int right = Math.Min(left + 1, columns - 1), bottom = Math.Min(top + 1, rows - 1);
        float across = (float)(x - left), down = (float)(y - top);
        float upper = slice[(top * columns) + left], lower = slice[(bottom * columns) + left];
        upper += (slice[(top * columns) + right] - upper) * across;
        lower += (slice[(bottom * columns) + right] - lower) * across;
        return upper + ((lower - upper) * down);
    }

    /// <summary>Of any stack, uneven ones too.</summary>
    internal float Through(Vector3D point, Vector3D along, int layers, SlabMode mode)
    {
        var result = float.NaN;
        double sum = 0;
        var met = 0;
        for (var layer = 0; layer < layers; layer++)
        {
            var value = At(point + (along * layer));
            if (float.IsNaN(value)) continue;
            met++;
            sum += value;
            if (met == 1 || (mode == SlabMode.Maximum ? value > result : value < result)) result = value;
        }
        return met == 0 || mode != SlabMode.Mean ? result : (float)(sum / met);
    }
}
