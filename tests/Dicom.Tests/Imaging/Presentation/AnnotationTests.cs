using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Imaging;

namespace Dicom.Tests.Imaging.Presentation;

/// <summary>Displayed areas and annotations, which no program at hand draws into a file.</summary>
public sealed class AnnotationTests
{
    [Fact]
    public void Graphics_of_the_image_turn_with_it_those_of_the_displayed_area_do_not()
    {
        var line = Dark().SetGraphic("POLYLINE", "PIXEL", false, 0.5f, 10.5f, 59.5f, 10.5f);
        var (columns, rows, _, upright) = TestState.Draw(line, Black());
        Assert.Equal((TestState.Columns, TestState.Rows), (columns, rows));
        Assert.Equal(Enumerable.Repeat(10, columns), WhiteRows(upright, columns));
        line.SetInt(Tags.ImageRotation, 90).SetString(Tags.ImageHorizontalFlip, "N");
        (columns, rows, _, var turned) = TestState.Draw(line, Black());
        Assert.Equal((TestState.Rows, TestState.Columns), (columns, rows));
        Assert.All(Whites(turned, columns), white => Assert.Equal(columns - 1 - 10, white.X));
        var fixedLine = Dark().SetGraphic("POLYLINE", "DISPLAY", false, 0, 0.5f, 1, 0.5f).SetInt(Tags.ImageRotation, 90).SetString(Tags.ImageHorizontalFlip, "N");
        (columns, _, _, var display) = TestState.Draw(fixedLine, Black());
        Assert.All(Whites(display, columns), white => Assert.InRange(white.Y, 29, 30));
        Assert.Equal(columns, Whites(display, columns).Select(white => white.X).Distinct().Count());
    }

    [Fact]
    public void Circles_ellipses_curves_and_points_are_where_they_belong()
    {
        var (columns, _, _, circle) = TestState.Draw(Dark().SetGraphic("CIRCLE", "PIXEL", false, 30, 20, 40, 20), Black());
        Assert.All(Whites(circle, columns), at => Assert.InRange(Math.Sqrt(Math.Pow(at.X + 0.5 - 30, 2) + Math.Pow(at.Y + 0.5 - 20, 2)), 9, 11));
        var (_, _, _, filled) = TestState.Draw(Dark().SetGraphic("ELLIPSE", "PIXEL", true, 20, 20, 40, 20, 30, 15, 30, 25), Black());
        Assert.InRange(Whites(filled, columns).Count, Math.PI * 10 * 5 * 0.9, Math.PI * 10 * 5 * 1.4);
        var (_, _, _, curve) = TestState.Draw(Dark().SetGraphic("INTERPOLATED", "PIXEL", false, 5, 5, 20, 20, 40, 5), Black());
        foreach (var (x, y) in new[] { (5, 5), (20, 20), (40, 5) }) Assert.Contains(Whites(curve, columns), at => Math.Abs(at.X - x) <= 1 && Math.Abs(at.Y - y) <= 1);
        var (_, _, _, point) = TestState.Draw(Dark().SetGraphic("POINT", "PIXEL", false, 7.5f, 9.5f), Black());
        Assert.Contains((7, 9), Whites(point, columns));
        Assert.InRange(Whites(point, columns).Count, 1, 9);
    }

    [Fact]
    public void Layers_have_colours_and_the_picture_becomes_one_of_colour()
    {
        var state = Dark().SetGraphic("POLYLINE", "PIXEL", false, 0.5f, 10.5f, 59.5f, 10.5f);
        state.GetItems(Tags.GraphicLayerSequence)[0].SetInts(Tags.GraphicLayerRecommendedDisplayRGBValue, [0xFFFF, 0x8000, 0]);
        var (columns, _, samples, pixels) = TestState.Draw(state, Black());
        Assert.Equal(3, samples);
        Assert.Equal([255, 128, 0], pixels.AsSpan(10 * columns * 3, 3).ToArray());
        Assert.Equal([0, 0, 0], pixels.AsSpan(11 * columns * 3, 3).ToArray());
    }

    [Fact]
    public void Displayed_areas_cut_reach_beyond_the_image_and_are_magnified()
    {
        var state = TestState.New();
        var area = state.GetItems(Tags.DisplayedAreaSelectionSequence)[0];
        area.SetInts(Tags.DisplayedAreaTopLeftHandCorner, [11, 6]).SetInts(Tags.DisplayedAreaBottomRightHandCorner, [30, 15]);
        var whole = TestState.Draw(TestState.New(), TestState.NewImage());
        var part = TestState.Draw(state, TestState.NewImage());
        Assert.Equal((20, 10), (part.Columns, part.Rows));
        for (var y = 0; y < 10; y++) Assert.Equal(whole.Pixels.AsSpan(((y + 5) * whole.Columns) + 10, 20).ToArray(), part.Pixels.AsSpan(y * 20, 20).ToArray());
        area.SetString(Tags.PresentationSizeMode, "MAGNIFY").SetDouble(Tags.PresentationPixelMagnificationRatio, 3);
        Assert.Equal((60, 30), (TestState.Draw(state, TestState.NewImage()).Columns, TestState.Draw(state, TestState.NewImage()).Rows));
        area.SetString(Tags.PresentationSizeMode, "TRUE SIZE").SetInts(Tags.DisplayedAreaTopLeftHandCorner, [-9, 1]).SetInts(Tags.DisplayedAreaBottomRightHandCorner, [10, 20]);
        var beyond = TestState.Draw(state, TestState.NewImage());
        Assert.Equal((20, 20), (beyond.Columns, beyond.Rows));
        for (var y = 0; y < 20; y++)
        {
            Assert.All(beyond.Pixels.AsSpan(y * 20, 10).ToArray(), value => Assert.Equal(0, value));
            Assert.Equal(whole.Pixels.AsSpan(y * whole.Columns, 10).ToArray(), beyond.Pixels.AsSpan((y * 20) + 10, 10).ToArray());
        }
        Assert.Equal((100, 100), (TestState.Draw(state, TestState.NewImage(), 100).Columns, TestState.Draw(state, TestState.NewImage(), 100).Rows));
    }

    [Fact]
    public void Words_stand_in_their_box_or_at_their_point_in_their_own_letters()
    {
        var state = Dark().SetString(Tags.SpecificCharacterSet, "ISO_IR 192");
        var annotation = state.NewItem().SetString(Tags.GraphicLayer, "ONE");
        var text = annotation.NewItem().SetString(Tags.BoundingBoxAnnotationUnits, "PIXEL").SetString(Tags.AnchorPointAnnotationUnits, "PIXEL").SetString(Tags.UnformattedTextValue, "HI")
            .SetDoubles(Tags.AnchorPoint, [20, 10]).SetString(Tags.AnchorPointVisibility, "N");
        state.SetItems(Tags.GraphicAnnotationSequence, annotation.SetItems(Tags.TextObjectSequence, text));
        var (columns, _, _, pixels) = TestState.Draw(state, Black());
        Assert.All(Whites(pixels, columns), at => Assert.True(at is { X: >= 20 and < 36, Y: >= 9 and < 18 }));
        Assert.InRange(Whites(pixels, columns).Count, 20, 40);
        var (left, top) = (Whites(pixels, columns).Min(at => at.X), Whites(pixels, columns).Min(at => at.Y)); // H has a dot in its corner
        text.SetString(Tags.UnformattedTextValue, "张三");
        int[] zhang = [0x0100, 0xF908, 0x0908, 0x0910, 0x0920, 0x7940, 0x4100, 0x47FE, 0x4140, 0x7920, 0x0920, 0x0910, 0x0908, 0x0944, 0x5182, 0x2100]; // the dots of GNU Unifont
        int[] san = [0, 0, 0x7FFC, 0, 0, 0, 0, 0x3FF8, 0, 0, 0, 0, 0, 0xFFFE, 0, 0];
        (columns, _, _, pixels) = TestState.Draw(state, Black());
        for (var y = 0; y < 16; y++)
            for (var x = 0; x < 32; x++) Assert.Equal(((x < 16 ? zhang[y] : san[y]) & (0x8000 >> (x % 16))) != 0, pixels[((y + top) * columns) + x + left] == 255);
        text.SetString(Tags.UnformattedTextValue, "\U0001F600"); // not held: a box
        Assert.Equal((2 * 14) + (2 * 10), Whites(TestState.Draw(state, Black()).Pixels, columns).Count);
    }

    [Fact]
    public void A_state_with_a_million_points_is_refused_and_wild_ones_are_cut_off()
    {
        var many = Dark().SetGraphic("POLYLINE", "PIXEL", false, new float[2_000_000]);
        Assert.Equal(FrameFailure.TooLarge, Assert.Throws<FrameException>(() => TestState.Draw(many, Black())).Failure);
        var wild = Dark().SetGraphic("POLYLINE", "PIXEL", true, 1e30f, -1e30f, float.NaN, 3, float.PositiveInfinity, 5, -1e38f, 1e38f, 10, 10);
        TestState.Draw(wild, Black());
        foreach (var shape in new[] { "CIRCLE", "ELLIPSE", "INTERPOLATED", "POINT" })
            TestState.Draw(Dark().SetGraphic(shape, "DISPLAY", true, 1e30f, -1e30f, 3e38f, 3, float.NaN, 5, -1e38f, 1e38f), Black());
        var lying = Dark().SetGraphic("POLYLINE", "PIXEL", false, 1, 1, 2, 2);
        lying.GetItems(Tags.GraphicAnnotationSequence)[0].GetItems(Tags.GraphicObjectSequence)[0].SetInt(Tags.NumberOfGraphicPoints, 60_000);
        TestState.Draw(lying, Black());
    }

    [Fact]
    public void Very_many_large_shapes_are_refused_before_they_cost_minutes()
    {
        var state = Dark().SetGraphic("POLYLINE", "PIXEL", true, 0, 0, 60, 0, 60, 44, 0, 44);
        state.GetItems(Tags.DisplayedAreaSelectionSequence)[0].SetString(Tags.PresentationSizeMode, "MAGNIFY").SetDouble(Tags.PresentationPixelMagnificationRatio, 32);
        var annotation = state.GetItems(Tags.GraphicAnnotationSequence)[0];
        annotation.SetItems(Tags.GraphicObjectSequence, [.. Enumerable.Repeat(annotation.GetItems(Tags.GraphicObjectSequence)[0], 15_000)]);
        Assert.Equal(FrameFailure.TooLarge, Assert.Throws<FrameException>(() => TestState.Draw(state, Black())).Failure);
    }

    [Fact]
    public void What_is_for_another_image_is_not_drawn()
    {
        var state = Dark().SetGraphic("POLYLINE", "PIXEL", false, 0.5f, 10.5f, 59.5f, 10.5f);
        var annotation = state.GetItems(Tags.GraphicAnnotationSequence)[0];
        annotation.SetItems(Tags.ReferencedImageSequence, annotation.NewItem().SetUid(Tags.ReferencedSOPInstanceUID, Uid.Parse("1.2.3")));
        Assert.Empty(Whites(TestState.Draw(state, Black()).Pixels, TestState.Columns));
        annotation.SetItems(Tags.ReferencedImageSequence, TestState.Reference(annotation));
        Assert.NotEmpty(Whites(TestState.Draw(state, Black()).Pixels, TestState.Columns));
    }

    private static DataSet Dark() => TestState.New();

    private static DataSet Black()
    {
        var image = TestState.NewImage();
        return image.Set(new DataElement(Tags.PixelData, Vr.OW, new byte[image[Tags.PixelData].Value.Length]));
    }

    private static List<(int X, int Y)> Whites(byte[] pixels, int columns) =>
        [.. Enumerable.Range(0, pixels.Length).Where(i => pixels[i] == 255).Select(i => (i % columns, i / columns))];

    private static List<int> WhiteRows(byte[] pixels, int columns) => [.. Whites(pixels, columns).OrderBy(at => at.X).Select(at => at.Y)];
}
