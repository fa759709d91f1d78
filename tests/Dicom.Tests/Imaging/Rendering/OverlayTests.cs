using Concord.Dicom.DataElements;
using Concord.Imaging;
using Concord.Imaging.Rendering;
using Concord.Imaging.Rendering.Overlays;
using Dicom.Tests.Imaging.Presentation;

namespace Dicom.Tests.Imaging.Rendering;

public sealed class OverlayTests
{
    private static readonly RenderOptions Without = RenderOptions.Default with { Overlays = OverlayChoice.None };

    [Fact]
    public void Graphics_are_burned_in_unless_nobody_wants_them_and_regions_on_request()
    {
        var image = TestFrame.Gray(4, 3, 8);
        var head = TestFrame.Head(image).SetOverlay(4, 3, 1, 1, (1, 0), (3, 2));
        Assert.Equal([(1, 0), (3, 2)], White(head, image));
        Assert.Empty(White(head, image, Without));
        head.SetString(new(0x6000, 0x0040), "R", Vr.CS);
        Assert.Empty(White(head, image));
        Assert.Equal([(1, 0), (3, 2)], White(head, image, RenderOptions.Default with { Overlays = OverlayChoice.All }));
    }

    [Fact]
    public void An_origin_moves_a_plane_and_what_is_outside_is_cut_off()
    {
        var image = TestFrame.Gray(4, 3, 8);
        Assert.Equal([(3, 2)], White(TestFrame.Head(image).SetOverlay(4, 3, 3, 2, (1, 1), (2, 1), (3, 2), (0, 2)), image));
        Assert.Equal([(0, 0)], White(TestFrame.Head(image).SetOverlay(20, 20, -15, -17, (16, 18), (2, 1)), image));
        Assert.Empty(White(TestFrame.Head(image).SetOverlay(2, 2, 32767, 32767, (0, 0)), image));
        Assert.Empty(White(TestFrame.Head(image).SetOverlay(2, 2, -32768, -32768, (0, 0)), image));
    }

    [Fact]
    public void Bits_of_the_samples_that_the_image_does_not_use_are_overlays_of_old()
    {
        var image = TestFrame.Gray(3, 1, 16, stored: 12);
        var head = TestFrame.Head(image);
        head.SetInt(new(0x6002, 0x0010), 1, Vr.US).SetInt(new(0x6002, 0x0011), 3, Vr.US).SetString(new(0x6002, 0x0040), "G", Vr.CS).SetInt(new(0x6002, 0x0100), 16, Vr.US).SetInt(new(0x6002, 0x0102), 13, Vr.US);
        var window = new VoiWindow(2048, 8192, VoiFunction.LinearExact);
        using var picture = FrameRenderer.Render(head, image, 0, TestFrame.Of(image, 0, 0x2000, 0x4000), RenderOptions.Default with { Window = window });
        Assert.Equal([64, 255, 64], picture.Span.ToArray());
        head.SetInt(new(0x6002, 0x0102), 11, Vr.US); // a bit of the image itself is no overlay
        using var plain = FrameRenderer.Render(head, image, 0, TestFrame.Of(image, 0, 0x0800, 0), RenderOptions.Default with { Window = window });
        Assert.Equal([64, 128, 64], plain.Span.ToArray());
    }

    [Fact]
    public void A_plane_of_several_frames_is_over_the_frames_it_is_for()
    {
        var image = TestFrame.Gray(2, 1, 8);
        var head = TestFrame.Head(image).SetOverlay(4, 1, 1, 1, (0, 0), (3, 0)).SetInt(new(0x6000, 0x0011), 2, Vr.US); // two frames of two columns lie in it
        head.SetInt(new(0x6000, 0x0015), 2, Vr.IS).SetInt(new(0x6000, 0x0051), 2, Vr.US);
        Assert.Equal([0, 0], TestFrame.Draw(head, TestFrame.Of(image, 0, 0), index: 0));
        Assert.Equal([255, 0], TestFrame.Draw(head, TestFrame.Of(image, 0, 0), index: 1));
        Assert.Equal([0, 255], TestFrame.Draw(head, TestFrame.Of(image, 0, 0), index: 2));
        Assert.Equal([0, 0], TestFrame.Draw(head, TestFrame.Of(image, 0, 0), index: 3));
    }

    [Fact]
    public void Sizes_that_lie_are_believed_as_far_as_there_are_bits()
    {
        var image = TestFrame.Gray(4, 3, 8);
        var head = TestFrame.Head(image).SetOverlay(4, 3, 1, 1, (1, 0), (3, 2));
        foreach (var (rows, columns, frames) in new[] { (65535, 4, 1), (65535, 65535, 1), (3, 65535, 2_000_000_000), (0, 0, 0) })
        {
            head.SetInt(new(0x6000, 0x0010), rows, Vr.US).SetInt(new(0x6000, 0x0011), columns, Vr.US).SetInt(new(0x6000, 0x0015), frames, Vr.IS);
            TestFrame.Draw(head, TestFrame.Of(image, new long[12]), index: 0);
            TestFrame.Draw(head, TestFrame.Of(image, new long[12]), index: int.MaxValue - 1);
        }
        Assert.Empty(OverlayPlane.AllOf(new DataSet().SetInt(new(0x6000, 0x0010), 3, Vr.US)));
    }

    [Fact]
    public void A_smaller_picture_has_its_overlay_in_the_same_place()
    {
        var image = TestFrame.Gray(8, 8, 8);
        var head = TestFrame.Head(image).SetOverlay(8, 8, 1, 1, (6, 6), (7, 6), (6, 7), (7, 7));
        var small = TestFrame.Of(TestFrame.Gray(4, 4, 8), new long[16]);
        using var picture = FrameRenderer.Render(head, image, 0, small, RenderOptions.Default with { Viewport = new(4, 4) });
        Assert.Equal(255, picture.Span[15]);
        Assert.Equal(1, picture.Span.Count((byte)255));
    }

    private static List<(int X, int Y)> White(DataSet head, ImagePixels image, RenderOptions? options = null)
    {
        var pixels = TestFrame.Draw(head, TestFrame.Of(image, new long[image.Columns * image.Rows]), options);
        return [.. Enumerable.Range(0, pixels.Length).Where(i => pixels[i] == 255).Select(i => (i % image.Columns, i / image.Columns))];
    }
}
