using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Imaging;
using Concord.Imaging.Frames;
using Concord.Imaging.Rendering;

namespace Dicom.Tests.Imaging.Rendering;

/// <summary>Rows that are drawn one after the other are those of the picture drawn whole.</summary>
public sealed class GrayRowsTests
{
    /// <summary>Bits Allocated, Bits Stored, High Bit, signed, window, padding.</summary>
    public static TheoryData<int, int, int, bool, string?, long?> Kinds => new()
    {
        { 16, 12, 11, false, "1800/3200", null },
        { 16, 12, 11, true, "40/400", null },
        { 16, 12, 15, true, "40/400", null }, // stored bits lie high
        { 16, 10, 12, false, "500/900", null },
        { 16, 16, 15, false, "30000/20000", null },
        { 16, 16, 15, true, "0/2000", -2000 },
        { 16, 12, 11, false, null, 0 }, // all values but padding are shown
        { 16, 16, 15, true, null, null },
        { 8, 8, 7, false, null, null },
        { 8, 8, 7, false, "100/50", 255 },
        { 8, 6, 7, true, "0/40", null },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Rows_are_those_of_the_whole_picture(int allocated, int stored, int highBit, bool isSigned, string? window, long? padding)
    {
        var image = TestFrame.Gray(331, 257, allocated, stored, isSigned, highBit);
        var head = TestFrame.Head(image).SetString(Tags.RescaleSlope, "1").SetString(Tags.RescaleIntercept, "-3");
        if (window?.Split('/') is [var center, var width]) head.SetString(Tags.WindowCenter, center).SetString(Tags.WindowWidth, width);
        if (padding is { } value) head.SetInt(Tags.PixelPaddingValue, value, isSigned ? Vr.SS : Vr.US);
        await Check(head, image);
    }

    [Fact]
    public async Task Rows_by_a_voi_table_are_those_of_the_whole_picture()
    {
        var image = TestFrame.Gray(331, 257, stored: 12);
        var entries = new byte[2048];
        for (var i = 0; i < 1024; i++) BitConverter.TryWriteBytes(entries.AsSpan(2 * i), (ushort)(i * i / 256));
        var table = new DataSet().SetWords(Tags.LUTDescriptor, 1024, 500, 12).Set(new DataElement(Tags.LUTData, Vr.OW, entries));
        await Check(TestFrame.Head(image).SetItems(Tags.VOILUTSequence, table), image);
    }

    [Fact]
    public void Only_shades_of_gray_and_nothing_else_are_drawn_by_rows()
    {
        var image = TestFrame.Gray(4, 4, stored: 12);
        Assert.True(FrameRenderer.IsGrayByRows(TestFrame.Head(image), image, 0, RenderOptions.Default));
        Assert.True(FrameRenderer.IsGrayByRows(TestFrame.Head(image), image, 0, RenderOptions.Default with { Viewport = new(4, 4) }));
        Assert.False(FrameRenderer.IsGrayByRows(TestFrame.Head(image), image, 0, RenderOptions.Default with { Viewport = new(2, 2) }));
        Assert.False(FrameRenderer.IsGrayByRows(TestFrame.Head(image).SetWords(Tags.PixelAspectRatio, 1, 2), image, 0, RenderOptions.Default));
        Assert.False(FrameRenderer.IsGrayByRows(TestFrame.Head(image), TestFrame.Gray(4, 4, 32), 0, RenderOptions.Default));
        Assert.False(FrameRenderer.IsGrayByRows(TestFrame.Head(image), image with { Photometric = PhotometricInterpretation.PaletteColor }, 0, RenderOptions.Default));
        var overlaid = TestFrame.Head(image).Set(new DataElement(new(0x6000, 0x3000), Vr.OB, new byte[2]));
        overlaid.SetInt(new(0x6000, 0x0010), 4, Vr.US).SetInt(new(0x6000, 0x0011), 4, Vr.US).SetString(new Tag(0x6000, 0x0040), "G");
        Assert.False(FrameRenderer.IsGrayByRows(overlaid, image, 0, RenderOptions.Default));
        Assert.True(FrameRenderer.IsGrayByRows(overlaid, image, 0, RenderOptions.Default with { Overlays = OverlayChoice.None }));
    }

    [Fact]
    public void Four_samples_at_a_step_are_drawn_as_one_by_one()
    {
        var pipeline = new GrayPipeline(ModalityTransform.Identity, VoiTransform.Of(new VoiWindow(0, 900, VoiFunction.Linear)), PixelPadding.None, false);
        var bytes = new byte[2 * 4099];
        new Random(5).NextBytes(bytes);
        foreach (var (stored, highBit, isSigned) in new[] { (16, 15, false), (16, 15, true), (12, 11, true), (12, 13, false), (1, 9, false) })
        {
            var image = TestFrame.Gray(4099, 1, 16, stored, isSigned, highBit);
            using var table = new GrayTable(pipeline, image, SampleRange.Possible(image));
            var (byFour, byOne) = (new byte[4099], new byte[4099]);
            table.Apply(bytes, byFour);
            table.ApplyByOne(bytes, byOne);
            Assert.Equal(byOne, byFour);
            var at = Array.FindIndex(byOne, drawn => drawn is not (0 or 255));
            if (stored == 16) Assert.NotEqual(-1, at);
        }
    }

    private static async Task Check(DataSet head, ImagePixels image)
    {
        var bytes = new byte[image.DecodedFrameBytes];
        new Random(image.BitsStored).NextBytes(bytes);
        using var frame = TestFrame.OfBytes(image, bytes);
        using var whole = FrameRenderer.Render(head, image, 0, TestFrame.OfBytes(image, bytes), RenderOptions.Default);
        using var rows = await GrayRows.Open(new(head, 0), image, RenderOptions.Default, new DecodedBytes(frame), CancellationToken.None);
        foreach (var count in (int[])[1, 7, 64])
        {
            for (var first = 0; first < image.Rows; first += count)
            {
                var wanted = Math.Min(count, image.Rows - first);
                using var drawn = await rows.Read(first, wanted, CancellationToken.None);
                Assert.True(whole.Span.Slice(first * image.Columns, wanted * image.Columns).SequenceEqual(drawn.Span));
            }
        }
    }
}
