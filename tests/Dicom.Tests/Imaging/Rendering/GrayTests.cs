using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Imaging;
using Concord.Imaging.Rendering;

namespace Dicom.Tests.Imaging.Rendering;

public sealed class GrayTests
{
    [Fact]
    public void A_window_is_of_rescaled_values()
    {
        var image = TestFrame.Gray(5, 1, isSigned: true);
        var head = TestFrame.Head(image).SetString(Tags.RescaleSlope, "2").SetString(Tags.RescaleIntercept, "-1000").SetString(Tags.WindowCenter, "0.5").SetString(Tags.WindowWidth, "256");
        // Hounsfield -1000, -127, 0, 1, 128 by hand: ((x - 0) / 255 + 0.5) * 255
        Assert.Equal([0, 0, 128, 130, 255], TestFrame.Draw(head, TestFrame.Of(image, 0, 436, 500, 501, 564)));
    }

    [Fact]
    public void Without_a_window_all_values_are_shown_but_padding_which_is_black()
    {
        var image = TestFrame.Gray(4, 1, isSigned: true);
        var head = TestFrame.Head(image).SetInt(Tags.PixelPaddingValue, -2000, Vr.SS);
        Assert.Equal([0, 0, 128, 255], TestFrame.Draw(head, TestFrame.Of(image, -2000, 100, 200, 300)));
        Assert.Equal([0, 0, 0, 255], TestFrame.Draw(head.SetInt(Tags.PixelPaddingRangeLimit, 150, Vr.SS), TestFrame.Of(image, -2000, 100, 200, 300)));
    }

    [Fact]
    public void Padding_is_black_in_images_where_low_is_bright_too()
    {
        var image = TestFrame.Gray(3, 1, stored: 12, photometric: PhotometricInterpretation.Monochrome1);
        var head = TestFrame.Head(image).SetWords(Tags.PixelPaddingValue, 0);
        Assert.Equal([0, 255, 0], TestFrame.Draw(head, TestFrame.Of(image, 0, 1, 4095)));
    }

    [Fact]
    public void Padding_written_in_the_other_sign_is_known_by_its_bits()
    {
        var image = TestFrame.Gray(3, 1, isSigned: true);
        var head = TestFrame.Head(image).SetWords(Tags.PixelPaddingValue, 63536); // -2000
        Assert.Equal([0, 0, 255], TestFrame.Draw(head, TestFrame.Of(image, -2000, 10, 20)));
    }

    [Fact]
    public void Images_of_8_bits_without_a_window_are_shown_as_they_are()
    {
        var image = TestFrame.Gray(3, 1, allocated: 8);
        Assert.Equal([10, 20, 200], TestFrame.Draw(TestFrame.Head(image), TestFrame.Of(image, 10, 20, 200)));
        var inverse = TestFrame.Head(image).SetString(Tags.PresentationLUTShape, "INVERSE");
        Assert.Equal([245, 235, 55], TestFrame.Draw(inverse, TestFrame.Of(image, 10, 20, 200)));
    }

    [Fact]
    public void A_voi_table_goes_before_windows_and_is_clamped_at_its_ends()
    {
        var image = TestFrame.Gray(5, 1, stored: 12);
        var table = new DataSet().SetWords(Tags.LUTDescriptor, 3, 100, 12).Set(new DataElement(Tags.LUTData, Vr.OW, Words(0, 1000, 4095))).SetString(Tags.LUTExplanation, "BREAST");
        var head = TestFrame.Head(image).SetString(Tags.WindowCenter, @"50\100").SetString(Tags.WindowWidth, @"100\20").SetString(Tags.WindowCenterWidthExplanation, @"WIDE\NARROW").SetItems(Tags.VOILUTSequence, table);
        DecodedFrame Frame() => TestFrame.Of(image, 0, 100, 101, 102, 4095);
        Assert.Equal([0, 0, 62, 255, 255], TestFrame.Draw(head, Frame())); // 1000 / 4095 * 255 = 62.3
        Assert.Equal([0, 255, 255, 255, 255], TestFrame.Draw(head, Frame(), new() { WindowIndex = 0 }));
        Assert.Equal([0, 134, 148, 161, 255], TestFrame.Draw(head, Frame(), new() { WindowExplanation = "narrow" })); // ((100 - 99.5) / 19 + 0.5) * 255 = 134.2
        Assert.Equal([0, 0, 62, 255, 255], TestFrame.Draw(head, Frame(), new() { WindowExplanation = "breast" }));
        Assert.Equal([0, 255, 255, 255, 255], TestFrame.Draw(head, Frame(), new() { Window = new(50, 1, VoiFunction.Linear) }));
    }

    [Fact]
    public void A_modality_table_comes_before_the_window()
    {
        var image = TestFrame.Gray(4, 1, stored: 8, allocated: 8);
        var table = new DataSet().SetWords(Tags.LUTDescriptor, 3, 10, 16).Set(new DataElement(Tags.LUTData, Vr.OW, Words(500, 600, 700)));
        var head = TestFrame.Head(image).SetItems(Tags.ModalityLUTSequence, table).SetString(Tags.WindowCenter, "600").SetString(Tags.WindowWidth, "200").SetString(Tags.VOILUTFunction, "LINEAR_EXACT");
        Assert.Equal([0, 0, 128, 255], TestFrame.Draw(head, TestFrame.Of(image, 0, 10, 11, 200)));
    }

    [Fact]
    public void Functional_groups_of_the_frame_go_before_shared_ones()
    {
        var image = TestFrame.Gray(3, 1, stored: 12);
        static DataSet Rescale(string slope) => new DataSet().SetItems(Tags.PixelValueTransformationSequence, new DataSet().SetString(Tags.RescaleSlope, slope).SetString(Tags.RescaleIntercept, "0"));
        static DataSet Window(DataSet group, string center) => group.SetItems(Tags.FrameVOILUTSequence, new DataSet().SetString(Tags.WindowCenter, center).SetString(Tags.WindowWidth, "2").SetString(Tags.VOILUTFunction, "LINEAR_EXACT"));
        var head = TestFrame.Head(image).SetItems(Tags.SharedFunctionalGroupsSequence, Window(Rescale("1"), "20"))
            .SetItems(Tags.PerFrameFunctionalGroupsSequence, new DataSet(), Rescale("2"), Window(new DataSet(), "30"));
        Assert.Equal([0, 128, 255], TestFrame.Draw(head, TestFrame.Of(image, 10, 20, 30), index: 0));
        Assert.Equal([128, 255, 255], TestFrame.Draw(head, TestFrame.Of(image, 10, 20, 30), index: 1));
        Assert.Equal([0, 0, 128], TestFrame.Draw(head, TestFrame.Of(image, 10, 20, 30), index: 2));
    }

    [Fact]
    public void Wide_and_real_samples_are_drawn_one_by_one()
    {
        var wide = TestFrame.Gray(3, 1, allocated: 32, isSigned: true);
        Assert.Equal([0, 128, 255], TestFrame.Draw(TestFrame.Head(wide), TestFrame.Of(wide, -2_000_000_000, 0, 2_000_000_000)));
        var real = wide with { Kind = SampleKind.Float };
        var bytes = new float[] { float.NaN, -0.5f, 0.5f }.SelectMany(BitConverter.GetBytes).ToArray();
        Assert.Equal([0, 0, 255], TestFrame.Draw(TestFrame.Head(real), TestFrame.OfBytes(real, bytes)));
        var twice = new ImagePixels(3, 1, 1, 64, 64, 63, false, false, PhotometricInterpretation.Monochrome2, 1, SampleKind.Double);
        Assert.Equal([0, 128, 255], TestFrame.Draw(TestFrame.Head(twice), TestFrame.OfBytes(twice, [.. new[] { 1e-300, 5e-1, 1 }.SelectMany(BitConverter.GetBytes)])));
    }

    [Fact]
    public void Bits_are_black_and_white()
    {
        var image = TestFrame.Gray(5, 2, allocated: 1);
        Assert.Equal([255, 0, 255, 0, 0, 255, 255, 255, 255, 0], TestFrame.Draw(TestFrame.Head(image), TestFrame.OfBytes(image, [0b1110_0101, 0b01])));
    }

    [Fact]
    public void Tables_give_what_the_pipeline_gives_value_by_value()
    {
        var random = new Random(5);
        foreach (var (allocated, stored, high, isSigned) in from allocated in new[] { 8, 16 } from stored in Enumerable.Range(1, allocated) from high in new[] { stored - 1, allocated - 1 } from sign in new[] { false, true } select (allocated, stored, high, sign))
        {
            var image = TestFrame.Gray(61, 3, allocated, stored, isSigned, high);
            var bytes = new byte[image.DecodedFrameBytes];
            random.NextBytes(bytes);
            var head = TestFrame.Head(image).SetString(Tags.RescaleSlope, "1.5").SetString(Tags.RescaleIntercept, "-7").SetInt(Tags.PixelPaddingValue, BitConverter.ToInt16([.. bytes, 0], 4), Vr.SS);
            var padding = PixelPadding.Of(head, image);
            var range = WideSamples.Range(bytes, image, padding);
            Assert.Equal(range, GrayPainter.RangeOf(TestFrame.OfBytes(image, bytes), padding));
            var pipeline = GrayPipeline.Of(new(head, 0), image, RenderOptions.Default, padding, range);
            var expected = Enumerable.Range(0, 61 * 3).Select(i => pipeline.Map(WideSamples.Value(bytes, i, image))).ToArray();
            Assert.Equal(expected, TestFrame.Draw(head, TestFrame.OfBytes(image, bytes)));
        }
    }

    [Fact]
    public void Ranges_taken_many_at_once_are_those_taken_one_by_one()
    {
        var random = new Random(6);
        for (var round = 0; round < 500; round++)
        {
            var stored = random.Next(1, 17);
            var image = TestFrame.Gray(random.Next(1, 200), 1, 16, stored, random.Next(2) == 0, random.Next(stored - 1, 16));
            var words = new ushort[image.Columns];
            for (var i = 0; i < words.Length; i++) words[i] = (ushort)random.Next(65536);
            var padding = random.Next(3) == 0 ? PixelPadding.None : new PixelPadding(random.Next(-40000, 40000), random.Next(-40000, 80000));
            var samples = Samples16.Of(image);
            var bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes(words.AsSpan());
            var (fast, slow) = (samples.Range(bytes, padding), samples.RangeByOne(words, padding));
            Assert.Equal((slow.Low, slow.High, slow.HasImage), (fast.Low, fast.High, fast.HasImage));
            if (slow.HasImage) Assert.Equal(slow, fast);
        }
    }

    [Fact]
    public void Tables_that_do_not_fit_their_descriptor_are_none()
    {
        var item = new DataSet().SetWords(Tags.LUTDescriptor, 4, 0, 16).Set(new DataElement(Tags.LUTData, Vr.OW, Words(1, 2, 3)));
        Assert.Null(LookupTable.TryParse(item, false));
        Assert.Null(LookupTable.TryParse(new DataSet().SetWords(Tags.LUTDescriptor, 4, 0), false));
        Assert.Null(LookupTable.TryParse(item.SetWords(Tags.LUTDescriptor, 3, 0, 17), false));
        var narrow = LookupTable.TryParse(item.SetWords(Tags.LUTDescriptor, 3, 65535, 1), isInputSigned: true);
        Assert.Equal((-1, 2), (narrow!.FirstMapped, narrow.Bits)); // 3 does not fit one bit
        var packed = LookupTable.TryParse(new DataSet().SetWords(Tags.LUTDescriptor, 4, 0, 8).Set(new DataElement(Tags.LUTData, Vr.OW, new byte[] { 1, 2, 3, 4 })), false);
        Assert.Equal([1, 2, 3, 4, 4], Enumerable.Range(0, 5).Select(i => packed!.Map(i)));
    }

    private static byte[] Words(params ushort[] values) => [.. values.SelectMany(BitConverter.GetBytes)];
}
