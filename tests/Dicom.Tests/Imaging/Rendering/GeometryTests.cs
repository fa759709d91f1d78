using Concord.Dicom.Dictionary;
using Concord.Imaging.Rendering;

namespace Dicom.Tests.Imaging.Rendering;

public sealed class GeometryTests
{
    [Theory]
    [InlineData(512, 512, 1.0, 128, 128, 128, 128)]
    [InlineData(512, 256, 1.0, 128, 128, 128, 64)]
    [InlineData(256, 512, 1.0, 128, 128, 64, 128)]
    [InlineData(100, 100, 2.0, 100, 100, 50, 100)]
    [InlineData(100, 100, 0.5, 100, 100, 100, 50)]
    [InlineData(10, 10, 1.0, 100, 50, 50, 50)]
    [InlineData(5000, 1, 1.0, 10, 10, 10, 1)]
    public void A_picture_fits_into_its_viewport_and_keeps_its_shape(int columns, int rows, double aspect, int width, int height, int expectedColumns, int expectedRows)
    {
        Assert.True(PictureGeometry.TryFit(columns, rows, aspect, new(width, height), out var geometry));
        Assert.Equal((expectedColumns, expectedRows), (geometry.Columns, geometry.Rows));
    }

    [Fact]
    public void Without_a_viewport_only_the_shape_of_pixels_changes_the_size()
    {
        Assert.True(PictureGeometry.TryFit(100, 50, 1.5, null, out var tall));
        Assert.Equal((100, 75), (tall.Columns, tall.Rows));
        Assert.True(PictureGeometry.TryFit(100, 50, 0.5, null, out var wide));
        Assert.Equal((200, 50), (wide.Columns, wide.Rows));
    }

    [Fact]
    public void Regions_are_cut_at_the_image_and_those_beside_it_show_nothing()
    {
        Assert.True(PictureGeometry.TryFit(100, 100, 1, new(50, 50, 80, 90, 40, 10), out var cut));
        Assert.Equal((80, 90, 20, 10, 50, 25), (cut.X, cut.Y, cut.Width, cut.Height, cut.Columns, cut.Rows));
        Assert.True(PictureGeometry.TryFit(100, 100, 1, new(50, 50, SourceX: 50), out var right));
        Assert.Equal((50, 0, 50, 100, 25, 50), (right.X, right.Y, right.Width, right.Height, right.Columns, right.Rows));
        Assert.False(PictureGeometry.TryFit(100, 100, 1, new(50, 50, 100, 0, 10, 10), out _));
        Assert.False(PictureGeometry.TryFit(100, 100, 1, new(65535, 65535), out _));
    }

    [Theory]
    [InlineData(1024, 0)]
    [InlineData(513, 0)]
    [InlineData(512, 1)]
    [InlineData(256, 2)]
    [InlineData(100, 3)]
    [InlineData(1, 5)]
    public void Levels_are_left_out_as_long_as_enough_pixels_stay(int side, int levels)
    {
        var image = TestFrame.Gray(1024, 1024);
        Assert.Equal(levels, FrameRenderer.ReduceLevels(TestFrame.Head(image), image, 0, new() { Viewport = new(side, side) }));
        Assert.Equal(0, FrameRenderer.ReduceLevels(TestFrame.Head(image), image, 0, RenderOptions.Default));
    }

    [Fact]
    public void A_viewport_speaks_of_the_whole_image_also_when_less_was_decoded()
    {
        var (image, half) = (TestFrame.Gray(8, 8, allocated: 8), TestFrame.Gray(4, 4, allocated: 8));
        var samples = Enumerable.Range(0, 16).Select(i => (long)i * 10).ToArray();
        using var picture = FrameRenderer.Render(TestFrame.Head(image), image, 0, TestFrame.Of(half, samples), new() { Viewport = new(2, 2, 4, 4, 4, 4) });
        Assert.Equal([100, 110, 140, 150], picture.Span.ToArray());
    }

    [Theory]
    [InlineData(@"3\4", null, null, 0.75)]
    [InlineData(null, @"0.6\0.3", null, 2)]
    [InlineData(@"1\1", @"0.6\0.3", null, 1)]
    [InlineData(null, null, @"0.1\0.2", 0.5)]
    [InlineData(@"0\4", null, null, 1)]
    [InlineData(null, @"100\1", null, 1)]
    [InlineData(null, @"0.6", null, 1)]
    public void The_shape_of_pixels_is_that_of_their_ratio_or_spacing(string? ratio, string? spacing, string? imager, double expected)
    {
        var head = TestFrame.Head(TestFrame.Gray(1, 1));
        if (ratio is not null) head.SetStrings(Tags.PixelAspectRatio, ratio.Split('\\'));
        if (spacing is not null) head.SetStrings(Tags.PixelSpacing, spacing.Split('\\'));
        if (imager is not null) head.SetStrings(Tags.ImagerPixelSpacing, imager.Split('\\'));
        Assert.Equal(expected, PixelAspect.Of(new(head, 0)), 9);
    }
}
