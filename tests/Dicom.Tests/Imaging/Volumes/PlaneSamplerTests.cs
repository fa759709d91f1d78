using Concord.Imaging;
using Concord.Imaging.Volumes;

namespace Dicom.Tests.Imaging.Volumes;

/// <summary>Planes through made volumes: a value that grows evenly in space must be met exactly, a ball must be where it is within half a voxel.</summary>
public sealed class PlaneSamplerTests
{
    private static readonly Vector3D X = new(1, 0, 0), Y = new(0, 1, 0), Feet = new(0, 0, -1);

    public static TheoryData<string> Stacks => new("axial", "leaning", "upward", "oblique", "coronal", "with gaps");

    [Theory, MemberData(nameof(Stacks))]
    public void An_even_slope_is_met_exactly_on_every_plane(string name)
    {
        static double Slope(Vector3D at) => 500 + (30 * at.X) - (20 * at.Y) + (50 * at.Z);
        var volume = Make(name);
        var sampler = new PlaneSampler(volume, Stack.Fill(volume, Slope));
        foreach (var (across, down) in new[] { (X, Y), (X, Feet), (Y, Feet), (new Vector3D(1, 1, 0).Normalized(), Feet), (new Vector3D(1, 2, 3).Normalized(), new Vector3D(3, 0, -1).Normalized()) })
        {
            var plane = SlicePlane.Through(volume, across, down, 1.3);
            var values = sampler.Sample(plane, 0, SlabMode.Mean, default);
            var met = 0;
            foreach (var (value, point) in Points(plane, values))
            {
                if (float.IsNaN(value) || !IsInside(volume, point)) continue;
                met++;
                Assert.InRange(value - Slope(point), -0.51, 0.51); // samples are whole numbers
            }
            Assert.True(met > 100, $"{name}: {met}");
        }
    }

    [Theory, MemberData(nameof(Stacks))]
    public void A_ball_is_where_it_is_and_as_large_as_it_is(string name)
    {
        const double Radius = 7;
        var volume = Make(name);
        var center = volume.Center + new Vector3D(1.2, -0.7, 2.1);
        var sampler = new PlaneSampler(volume, Stack.Fill(volume, at => 1000 * Math.Clamp((Radius - (at - center).Length) + 0.5, 0, 1)));
        foreach (var (across, down) in new[] { (X, Y), (X, Feet), (Y, Feet) })
        {
            var normal = across.Cross(down);
            var plane = SlicePlane.Through(volume, across, down, (center - volume.Center).Dot(normal));
            var inside = Points(plane, sampler.Sample(plane, 0, SlabMode.Mean, default)).Where(sample => sample.Value > 500).Select(sample => sample.Point - center).ToList();
            var coarsest = Math.Max(volume.SliceSpacing, 1.25);
            Assert.InRange(inside.Average(point => point.Dot(across)), -coarsest / 2, coarsest / 2);
            Assert.InRange(inside.Average(point => point.Dot(down)), -coarsest / 2, coarsest / 2);
            Assert.InRange(Math.Sqrt(inside.Count * plane.Spacing * plane.Spacing / Math.PI), Radius - (coarsest / 2), Radius + (coarsest / 2));
        }
    }

    [Fact]
    public void A_projection_shows_what_is_anywhere_in_its_slab()
    {
        var volume = Make("axial");
        var sampler = new PlaneSampler(volume, Stack.Fill(volume, at => at.Z is > 5 and < 8 ? 900 : -100));
        var plane = SlicePlane.Through(volume, X, Y, 0);
        Assert.All(Inner(sampler, plane, 0, SlabMode.Maximum), value => Assert.Equal(-100, value));
        Assert.All(Inner(sampler, plane, 30, SlabMode.Maximum), value => Assert.Equal(900, value));
        Assert.All(Inner(sampler, plane, 30, SlabMode.Minimum), value => Assert.Equal(-100, value));
        Assert.All(Inner(sampler, plane, 30, SlabMode.Mean), value => Assert.InRange(value, -90, 200));
    }

    [Theory, MemberData(nameof(Stacks))]
    public void Rays_by_steps_give_what_points_one_by_one_give(string name)
    {
        var volume = Make(name);
        var random = new Random(11);
        var samples = Stack.Fill(volume, _ => random.Next(-500, 1500));
        var sampler = new PlaneSampler(volume, samples);
        if (EvenStack.TryOf(volume, samples) is not { } even)
        {
            Assert.Equal("with gaps", name);
            return;
        }
        var compared = 0;
        for (var turn = 0; turn < 4000; turn++)
        {
            var (start, step) = (volume.Center + Any(40), Any(1.5));
            var layers = 1 + random.Next(60);
            if (!IsBetweenSlices(start) || !IsBetweenSlices(start + (step * (layers - 1)))) continue; // half a voxel around a leaning stack leans with it, or not
            compared++;
            foreach (var mode in Enum.GetValues<SlabMode>())
            {
                var (by, one) = (even.Through(start, step, layers, mode), sampler.Through(start, step, layers, mode));
                if (float.IsNaN(by) != float.IsNaN(one)) Assert.True(layers < 3, $"{turn}"); // on the very edge
                else if (!float.IsNaN(by)) Assert.InRange(by - one, -1.5, 1.5);
            }
        }

        Assert.True(compared > 500, $"{compared}");

        bool IsBetweenSlices(Vector3D point) => point.Dot(volume.Slices[0].Normal) >= volume.Slices[0].Position && point.Dot(volume.Slices[0].Normal) <= volume.Slices[^1].Position;

        Vector3D Any(double size) => new(size * (random.NextDouble() - 0.5), size * (random.NextDouble() - 0.5), size * (random.NextDouble() - 0.5));
    }

    [Fact]
    public void Turning_the_plane_turns_the_picture()
    {
        var volume = Make("oblique");
        var random = new Random(3);
        var sampler = new PlaneSampler(volume, Stack.Fill(volume, _ => random.Next(1000)));
        var plane = SlicePlane.Through(volume, X, Y, 0.4);
        var turned = plane with { Across = plane.Down, Down = plane.Across, Columns = plane.Rows, Rows = plane.Columns };
        var (values, other) = (sampler.Sample(plane, 0, SlabMode.Mean, default), sampler.Sample(turned, 0, SlabMode.Mean, default));
        for (var i = 0; i < values.Length; i++) Assert.Equal(values[i], other[(i % plane.Columns * plane.Rows) + (i / plane.Columns)], 1.0);
    }

    [Fact]
    public void Rescaled_values_are_each_slices_own_and_a_single_slice_is_a_volume()
    {
        var volume = Assert.Single(VolumeAssembler.Assemble([.. Stack.Axial.Slices.Take(2)]));
        var size = volume.Columns * volume.Rows;
        var sampler = new PlaneSampler(volume, [new(new short[size], 32768, 1, 0), new(new short[size], 0, 1, 5)]);
        Assert.Equal(32768, sampler.At(volume.Slices[0].Origin));
        Assert.Equal(5, sampler.At(volume.Slices[1].Origin));
        var single = new PlaneSampler(volume with { Slices = [volume.Slices[0]] }, [new(new short[size], 0, 2, 7)]);
        Assert.Equal(7, single.At(volume.Slices[0].Origin));
        Assert.True(float.IsNaN(single.At(volume.Slices[1].Origin)));
    }

    [Fact]
    public void A_plane_larger_than_what_is_drawn_is_refused()
    {
        var far = Assert.Single(VolumeAssembler.Assemble([Stack.Axial.Slice(0), Stack.Axial.Slice(0) with { Origin = new(0, 0, 9e5) }]));
        Assert.Equal(FrameFailure.TooLarge, Assert.Throws<FrameException>(() => SlicePlane.Through(far, X, Feet, 0)).Failure);
    }

    private static Volume Make(string name) => Assert.Single(VolumeAssembler.Assemble(name switch
    {
        "axial" => Stack.Axial.Slices,
        "leaning" => Stack.Leaning.Slices,
        "upward" => Stack.Upward.Slices,
        "oblique" => Stack.Oblique.Slices,
        "coronal" => Stack.Coronal.Slices,
        _ => [.. (Stack.Axial with { Step = new(0, 0, 1), Count = 60 }).Slices.Where((_, i) => i % 9 != 4)],
    }));

    private static IEnumerable<(float Value, Vector3D Point)> Points(SlicePlane plane, float[] values) =>
        values.Select((value, i) => (value, plane.Origin + (plane.Across * (i % plane.Columns * plane.Spacing)) + (plane.Down * (i / plane.Columns * plane.Spacing))));

    /// <summary>Between the outermost centres: the half voxel around them repeats their value.</summary>
    private static bool IsInside(Volume volume, Vector3D point)
    {
        var first = volume.Slices[0];
        var position = point.Dot(first.Normal) - first.Position;
        var height = volume.Slices[^1].Position - first.Position;
        if (position < 0 || position > height) return false;
        var from = point - (first.Origin + ((volume.Slices[^1].Origin - first.Origin) * (position / height)));
        double x = from.Dot(first.RowDirection) / first.ColumnSpacing, y = from.Dot(first.ColumnDirection) / first.RowSpacing;
        return x >= 0 && y >= 0 && x <= volume.Columns - 1 && y <= volume.Rows - 1;
    }

    private static IEnumerable<float> Inner(PlaneSampler sampler, SlicePlane plane, double thickness, SlabMode mode) =>
        sampler.Sample(plane, thickness, mode, default).Where(value => !float.IsNaN(value));
}
