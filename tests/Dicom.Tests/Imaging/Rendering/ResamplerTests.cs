using Concord.Imaging;
using Concord.Imaging.Rendering;

namespace Dicom.Tests.Imaging.Rendering;

public sealed class ResamplerTests
{
    [Fact]
    public void Smaller_pictures_are_averages_of_what_they_cover()
    {
        Assert.Equal([25, 65], Scaled(4, 1, [0, 50, 60, 70], new(0, 0, 4, 1, 2, 1, false, false)));
        // thirds: 0-1.5 of 0, 90, 30 and 1.5-3
        Assert.Equal([30, 50], Scaled(3, 1, [0, 90, 30], new(0, 0, 3, 1, 2, 1, false, false)));
    }

    [Fact]
    public void Flips_turn_the_region_round()
    {
        byte[] image = [1, 2, 3, 4, 5, 6];
        Assert.Equal([3, 2, 1, 6, 5, 4], Scaled(3, 2, image, new(0, 0, 3, 2, 3, 2, true, false)));
        Assert.Equal([4, 5, 6, 1, 2, 3], Scaled(3, 2, image, new(0, 0, 3, 2, 3, 2, false, true)));
        Assert.Equal([6, 5, 3, 2], Scaled(3, 2, image, new(1, 0, 2, 2, 2, 2, true, true)));
    }

    [Fact]
    public void Regions_of_whole_pixels_in_their_own_size_are_copies()
    {
        var image = Enumerable.Range(0, 100).Select(i => (byte)(i * 5)).ToArray();
        Assert.Equal(from y in Enumerable.Range(3, 4) from x in Enumerable.Range(2, 5) select image[(y * 10) + x], Scaled(10, 10, image, new(2, 3, 5, 4, 5, 4, false, false)));
    }

    [Fact]
    public void Larger_pictures_of_a_slope_are_the_slope()
    {
        var image = Enumerable.Range(0, 16).Select(i => (byte)(i * 16)).ToArray();
        var drawn = Scaled(16, 1, image, new(0, 0, 16, 1, 64, 1, false, false));
        for (var i = 8; i < 56; i++) Assert.InRange(drawn[i] - ((((i + 0.5) / 4) - 0.5) * 16), -1, 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void One_shade_stays_that_shade_in_every_size(int samples)
    {
        foreach (var (columns, rows) in new[] { (1, 1), (3, 7), (50, 20), (97, 203) })
        {
            using var picture = Picture.Rent(50, 40, samples);
            picture.Span.Fill(201);
            using var scaled = Resampler.Resample(picture, new(0.5, 0.25, 49, 39, columns, rows, false, true));
            Assert.True(scaled.Span.IndexOfAnyExcept((byte)201) < 0);
            Assert.Equal(columns * rows * samples, scaled.Span.Length);
        }
    }

    [Fact]
    public void Rows_added_many_pixels_at_once_are_those_added_one_by_one()
    {
        var random = new Random(3);
        for (var length = 1; length < 100; length++)
        {
            var row = new byte[length];
            random.NextBytes(row);
            var (fast, slow) = (new int[length], new int[length]);
            foreach (var weight in new[] { 16384, -900, 3 })
            {
                Resampler.Add(row, weight, fast);
                Resampler.AddByOne(row, weight, slow);
            }
            Assert.Equal(slow, fast);
        }
    }

    private static byte[] Scaled(int columns, int rows, byte[] bytes, PictureGeometry geometry)
    {
        using var picture = new Picture(columns, rows, 1, PooledBytes.Of(bytes));
        using var scaled = Resampler.Resample(picture, geometry);
        return scaled.Span.ToArray();
    }
}
