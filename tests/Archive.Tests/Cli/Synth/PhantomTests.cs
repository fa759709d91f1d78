using Concord.Cli.Synth.Phantoms;

namespace Archive.Tests.Cli.Synth;

/// <summary>The maths under the pictures.</summary>
public sealed class PhantomTests
{
    [Fact]
    public void Noise_is_even_and_normal_and_the_same_every_time()
    {
        var noise = new Noise(42);
        var uniform = Enumerable.Range(0, 20_000).Select(i => (double)noise.Uniform(i, i / 7)).ToList();
        Assert.All(uniform, value => Assert.InRange(value, 0, 0.99999999));
        Assert.InRange(uniform.Average(), 0.49, 0.51);
        var normal = Enumerable.Range(0, 20_000).Select(i => (double)noise.Gaussian(i, 3)).ToList();
        Assert.InRange(normal.Average(), -0.03, 0.03);
        Assert.InRange(normal.Sum(value => value * value) / normal.Count, 0.95, 1.05);
        Assert.Equal(noise.Fractal(1.5f, 2.5f, 3.5f, 4), new Noise(42).Fractal(1.5f, 2.5f, 3.5f, 4));
        Assert.NotEqual(noise.Uniform(1), noise.Derive(1).Uniform(1));
    }

    [Fact]
    public void Smooth_noise_meets_itself_at_the_corners_of_its_cells()
    {
        var noise = new Noise(7);
        for (var i = 0; i < 200; i++)
        {
            float x = (i - 100) * 0.5f, before = noise.Smooth(x - 1e-4f, 0.3f, 0.7f), after = noise.Smooth(x + 1e-4f, 0.3f, 0.7f);
            Assert.InRange(after, before - 0.01f, before + 0.01f);
            Assert.InRange(after, -1f, 1f);
        }
    }

    [Fact]
    public void An_ellipse_covers_its_area()
    {
        var plane = Plane.Centred(200, 200, 1);
        plane.Ellipse(3, -5, 60, 30, value: 1, angle: 0.7f);
        Assert.InRange(plane.Values.Sum(), Math.PI * 60 * 30 * 0.99, Math.PI * 60 * 30 * 1.01);
    }

    [Fact]
    public void A_ball_seen_from_the_front_weighs_its_volume()
    {
        var plane = Plane.Centred(200, 200, 0.5f);
        plane.AddEllipsoid(1, 2, 20, 20, 20, density: 1);
        Assert.InRange(plane.Values.Sum() * 0.25, 4.0 / 3 * Math.PI * 8000 * 0.99, 4.0 / 3 * Math.PI * 8000 * 1.01);
    }

    [Fact]
    public void Blurring_keeps_the_sum_in_the_middle()
    {
        var plane = Plane.Centred(101, 101, 1);
        plane.Values[(50 * 101) + 50] = 1000;
        plane.Blur(3);
        Assert.InRange(plane.Values.Sum(), 999.9, 1000.1);
        Assert.True(plane.Values[(50 * 101) + 50] < 100);
    }

    [Theory]
    [InlineData(0f, -73f, -4f, -950, -700)]      // right lung
    [InlineData(0f, 74f, -2f, -950, -700)]       // left lung
    [InlineData(-30f, 42f, -18f, 150, 300)]      // left ventricle, enhanced
    [InlineData(-120f, -58f, -6f, 90, 140)]      // liver, enhanced
    [InlineData(0f, 0f, -200f, -1000, -1000)]    // in front of the body
    public void The_trunk_has_its_organs_where_they_belong(float z, float x, float y, float low, float high)
    {
        var plane = Plane.Centred(400, 500, 1);
        new TrunkPhantom(new Noise(1)).Paint(plane, z, Appearance.Contrast);
        Assert.InRange(plane.Values[((int)(y - plane.Top) * plane.Columns) + (int)(x - plane.Left)], low, high);
    }

    [Fact]
    public void Fluid_is_bright_in_T2_and_dark_in_T1_and_FLAIR()
    {
        var head = new HeadPhantom(new Noise(1), progress: 0);
        Point3 ventricle = new(13, 0, 27);
        var white = head.Signal(0, 20, 34, MrWeighting.T2);
        Assert.True(head.Signal(ventricle.X, ventricle.Y, ventricle.Z, MrWeighting.T2) > white * 2);
        Assert.True(head.Signal(ventricle.X, ventricle.Y, ventricle.Z, MrWeighting.T1) < 50);
        Assert.True(head.Signal(ventricle.X, ventricle.Y, ventricle.Z, MrWeighting.Flair) < 50);
        Assert.Equal(0, head.Signal(0, 0, 200, MrWeighting.T1));
    }
}
