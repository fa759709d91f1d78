using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Imaging;
using Concord.Imaging.Rendering;

namespace Dicom.Tests.Imaging.Rendering;

public sealed class ColorTests
{
    [Theory]
    [InlineData(PhotometricInterpretation.YbrFull)]
    [InlineData(PhotometricInterpretation.YbrPartial422)]
    public void Luminance_and_chrominance_become_colours_within_one_step_of_the_formula(PhotometricInterpretation photometric)
    {
        var colors = (from y in Steps() from b in Steps() from r in Steps() select new[] { y, b, r }).ToArray();
        var image = TestFrame.Color(colors.Length, 1, photometric);
        var drawn = TestFrame.Draw(TestFrame.Head(image), TestFrame.OfBytes(image, [.. colors.SelectMany(color => color).Select(value => (byte)value)]));
        for (var i = 0; i < colors.Length; i++)
        {
            var (y, b, r) = (colors[i][0], colors[i][1] - 128.0, colors[i][2] - 128.0);
            // ITU-R BT.601: PS3.3 §C.7.6.3.1.2's matrices, inverted
            double[] expected = photometric == PhotometricInterpretation.YbrFull
                ? [y + (1.402 * r), y - (0.344136 * b) - (0.714136 * r), y + (1.772 * b)]
                : [(1.16438 * (y - 16)) + (1.59603 * r), (1.16438 * (y - 16)) - (0.391762 * b) - (0.812968 * r), (1.16438 * (y - 16)) + (2.01723 * b)];
            for (var sample = 0; sample < 3; sample++) Assert.InRange(drawn[(i * 3) + sample] - Math.Clamp(expected[sample], 0, 255), -1, 1);
        }
        static IEnumerable<int> Steps() => Enumerable.Range(0, 18).Select(i => i * 15);
    }

    [Fact]
    public void Two_pixels_that_share_their_chrominance_get_it_both()
    {
        var image = TestFrame.Color(3, 1, PhotometricInterpretation.YbrFull422);
        var whole = TestFrame.Color(3, 1, PhotometricInterpretation.YbrFull);
        var shared = TestFrame.Draw(TestFrame.Head(image), TestFrame.OfBytes(image, [76, 149, 85, 255, 29, 0, 255, 107]));
        Assert.Equal(TestFrame.Draw(TestFrame.Head(whole), TestFrame.OfBytes(whole, [76, 85, 255, 149, 85, 255, 29, 255, 107])), shared);
        Assert.Equal([254, 0, 0], shared[..3]); // the red that these three are
    }

    [Fact]
    public void Colours_of_16_bits_keep_the_upper_8_and_colours_of_8_are_left_alone()
    {
        var deep = TestFrame.Color(1, 1, PhotometricInterpretation.Rgb, 16);
        Assert.Equal([0x12, 0x80, 0xFF], TestFrame.Draw(TestFrame.Head(deep), TestFrame.Of(deep, 0x1234, 0x8000, 0xFFFF)));
        var plain = TestFrame.Color(1, 1, PhotometricInterpretation.Rgb);
        Assert.Equal([1, 2, 3], TestFrame.Draw(TestFrame.Head(plain), TestFrame.Of(plain, 1, 2, 3)));
    }

    [Theory]
    [InlineData(16, 256)]
    [InlineData(8, 1)]
    public void A_palette_names_colours_and_its_ends_are_for_the_rest(int bits, int unit)
    {
        var image = TestFrame.Gray(4, 1, allocated: 8, photometric: PhotometricInterpretation.PaletteColor);
        var head = Palette(TestFrame.Head(image), 2, 5, bits, [10 * unit, 20 * unit], [30 * unit, 40 * unit], [50 * unit, 60 * unit]);
        Assert.Equal([10, 30, 50, 10, 30, 50, 20, 40, 60, 20, 40, 60], TestFrame.Draw(head, TestFrame.Of(image, 0, 5, 6, 255)));
    }

    [Fact]
    public void A_palette_may_lie_in_segments()
    {
        // discrete 2 (0, 100), linear 4 to 500, then both again
        ushort[] data = [0, 2, 0, 100, 1, 4, 500, 2, 2, 0, 0];
        var bytes = data.SelectMany(BitConverter.GetBytes).ToArray();
        Assert.Equal([0, 100, 200, 300, 400, 500, 0, 100, 200, 300, 400, 500], SegmentedLut.Expand(bytes, 2, 12)!);
        Assert.Equal([7, 9, 11, 12], SegmentedLut.Expand([0, 1, 7, 1, 2, 11, 0, 1, 12], 1, 4)!);
    }

    [Theory]
    [InlineData(new ushort[] { 0, 5, 1, 2 })] // a run longer than what is there
    [InlineData(new ushort[] { 1, 4, 500 })] // a line from nowhere
    [InlineData(new ushort[] { 0, 1, 7, 2, 1, 6, 0 })] // a repeat of itself
    [InlineData(new ushort[] { 2, 1, 0, 0 })]
    [InlineData(new ushort[] { 0, 1, 7, 2, 65535, 65535, 65535 })]
    [InlineData(new ushort[] { 9, 1, 7 })]
    [InlineData(new ushort[] { 0, 0, 0, 0 })]
    public void Segments_that_cannot_be_are_none(ushort[] data) => Assert.Null(SegmentedLut.Expand(data.SelectMany(BitConverter.GetBytes).ToArray(), 2, 4));

    [Fact]
    public void A_supplemental_palette_colours_the_values_above_the_gray_ones()
    {
        var image = TestFrame.Gray(4, 1, stored: 12);
        var head = Palette(TestFrame.Head(image), 2, 1000, 8, [10, 20], [30, 40], [50, 60]).SetString(Tags.PixelPresentation, "COLOR")
            .SetString(Tags.WindowCenter, "100").SetString(Tags.WindowWidth, "100").SetString(Tags.VOILUTFunction, "LINEAR_EXACT");
        Assert.Equal([0, 0, 0, 128, 128, 128, 10, 30, 50, 20, 40, 60], TestFrame.Draw(head, TestFrame.Of(image, 0, 100, 1000, 4000)));
        Assert.Equal([0, 128, 255, 255], TestFrame.Draw(head.SetString(Tags.PixelPresentation, "MONOCHROME"), TestFrame.Of(image, 0, 100, 1000, 4000)));
    }

    [Fact]
    public void An_image_without_the_palette_it_speaks_of_is_not_drawn()
    {
        var image = TestFrame.Gray(1, 1, allocated: 8, photometric: PhotometricInterpretation.PaletteColor);
        Assert.Equal(FrameFailure.Malformed, Assert.Throws<FrameException>(() => TestFrame.Draw(TestFrame.Head(image), TestFrame.Of(image, 0))).Failure);
    }

    private static DataSet Palette(DataSet head, int count, int first, int bits, params int[][] channels)
    {
        Tag[] descriptors = [Tags.RedPaletteColorLookupTableDescriptor, Tags.GreenPaletteColorLookupTableDescriptor, Tags.BluePaletteColorLookupTableDescriptor];
        Tag[] tables = [Tags.RedPaletteColorLookupTableData, Tags.GreenPaletteColorLookupTableData, Tags.BluePaletteColorLookupTableData];
        for (var i = 0; i < 3; i++)
        {
            var data = bits == 8 ? channels[i].Select(value => (byte)value).ToArray() : [.. channels[i].SelectMany(value => BitConverter.GetBytes((ushort)value))];
            head.SetWords(descriptors[i], count, first, bits).Set(new DataElement(tables[i], Vr.OW, data));
        }
        return head;
    }
}
