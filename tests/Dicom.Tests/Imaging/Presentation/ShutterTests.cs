using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Dicom.Tests.Imaging.Presentation;

/// <summary>Shutters and activated overlays, pixel by pixel from their definitions.</summary>
public sealed class ShutterTests
{
    private const int Covered = 0x80;

    [Fact]
    public void A_rectangle_shows_what_is_from_edge_to_edge() =>
        Check(TestState.New().SetStrings(Tags.ShutterShape, ["RECTANGULAR"]).SetInt(Tags.ShutterLeftVerticalEdge, 6).SetInt(Tags.ShutterRightVerticalEdge, 50)
            .SetInt(Tags.ShutterUpperHorizontalEdge, 4).SetInt(Tags.ShutterLowerHorizontalEdge, 40), (column, row) => column is >= 6 and <= 50 && row is >= 4 and <= 40);

    [Fact]
    public void A_circle_shows_what_is_within_its_radius() =>
        Check(TestState.New().SetStrings(Tags.ShutterShape, ["CIRCULAR"]).SetInts(Tags.CenterOfCircularShutter, [20, 30]).SetInt(Tags.RadiusOfCircularShutter, 15),
            (column, row) => ((column - 30) * (column - 30)) + ((row - 20) * (row - 20)) <= 15 * 15);

    [Fact]
    public void A_polygon_shows_what_is_inside() =>
        Check(TestState.New().SetStrings(Tags.ShutterShape, ["POLYGONAL"]).SetInts(Tags.VerticesOfThePolygonalShutter, [5, 10, 5, 40, 35, 40, 35, 10]),
            (column, row) => column is >= 10 and <= 40 && row is >= 5 and < 35);

    [Fact]
    public void Several_shutters_cover_together_and_values_that_lie_cover_what_they_say()
    {
        var state = TestState.New().SetStrings(Tags.ShutterShape, ["RECTANGULAR", "CIRCULAR"]).SetInt(Tags.ShutterLeftVerticalEdge, 25).SetInt(Tags.ShutterRightVerticalEdge, 2_000_000_000)
            .SetInt(Tags.ShutterUpperHorizontalEdge, -2_000_000_000).SetInt(Tags.ShutterLowerHorizontalEdge, 22).SetInts(Tags.CenterOfCircularShutter, [20, 30]).SetInt(Tags.RadiusOfCircularShutter, 15);
        Check(state, (column, row) => column >= 25 && row <= 22 && ((column - 30) * (column - 30)) + ((row - 20) * (row - 20)) <= 15 * 15);
        state.SetStrings(Tags.ShutterShape, ["CIRCULAR"]).SetInts(Tags.CenterOfCircularShutter, [-2_000_000_000, 2_000_000_000]).SetInt(Tags.RadiusOfCircularShutter, 2_000_000_000);
        Check(state, (_, _) => false);
        Check(TestState.New().SetStrings(Tags.ShutterShape, ["POLYGONAL"]).SetInts(Tags.VerticesOfThePolygonalShutter, [5, 10, 5]), (_, _) => false);
    }

    [Fact]
    public void A_bitmap_covers_what_its_overlay_sets()
    {
        var state = TestState.New().SetOverlay(10, 8, 5, 7, (0, 0), (3, 2)).SetStrings(Tags.ShutterShape, ["BITMAP"]).SetInt(Tags.ShutterOverlayGroup, 0x6000);
        Check(state, (column, row) => (column, row) is not ((5, 7) or (8, 9)));
    }

    [Fact]
    public void Only_overlays_with_a_layer_are_shown()
    {
        var (state, image) = (TestState.New(), TestState.NewImage().SetOverlay(10, 8, 5, 7, (0, 0), (3, 2)));
        var plain = TestState.Draw(TestState.New(), TestState.NewImage()).Pixels;
        Assert.Equal(plain, TestState.Draw(state, image).Pixels);
        state.SetString(new(0x6000, 0x1001), "ONE", Vr.CS);
        plain[(6 * TestState.Columns) + 4] = plain[(8 * TestState.Columns) + 7] = 255;
        Assert.Equal(plain, TestState.Draw(state, image).Pixels);
    }

    /// <param name="isShown">Of columns and rows, from 1.</param>
    private static void Check(DataSet state, Func<int, int, bool> isShown)
    {
        var plain = TestState.Draw(TestState.New(), TestState.NewImage());
        var covered = TestState.Draw(state.SetInt(Tags.ShutterPresentationValue, Covered << 8), TestState.NewImage());
        for (var i = 0; i < plain.Pixels.Length; i++)
        {
            var (column, row) = ((i % plain.Columns) + 1, (i / plain.Columns) + 1);
            Assert.True(covered.Pixels[i] == (isShown(column, row) ? plain.Pixels[i] : Covered), $"({column},{row})");
        }
    }
}
