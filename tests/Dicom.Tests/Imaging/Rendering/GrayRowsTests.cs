using System.Runtime.Intrinsics;
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

    /// <summary>Bits Stored, High Bit, signed, window, inverted, and whether a ramp of whole numbers is found.</summary>
    public static TheoryData<int, int, bool, VoiWindow, bool, bool> Tables => new()
    {
        { 12, 11, false, new(1800, 3200, VoiFunction.Linear), false, true },
        { 12, 11, true, new(40, 400, VoiFunction.Linear), false, true },
        { 12, 13, true, new(-200.5, 777, VoiFunction.Linear), true, true },
        { 16, 15, false, new(30000, 60001, VoiFunction.LinearExact), false, true },
        { 16, 15, true, new(0, 900, VoiFunction.Linear), true, true },
        { 16, 15, true, new(20000, 4000, VoiFunction.Linear), false, true },
        { 12, 11, false, new(1800, 3200, VoiFunction.Sigmoid), false, false },
        { 12, 11, false, new(1800, 1, VoiFunction.Linear), false, false }, // black or white
        { 1, 9, false, new(0, 2, VoiFunction.LinearExact), false, true },
    };

    [Theory]
    [MemberData(nameof(Tables))]
    public void Many_samples_at_a_step_are_drawn_as_one_by_one(int stored, int highBit, bool isSigned, VoiWindow window, bool isInverted, bool isRamp)
    {
        var pipeline = new GrayPipeline(ModalityTransform.Identity, VoiTransform.Of(window), PixelPadding.None, isInverted);
        var image = TestFrame.Gray(65536 + 3, 1, 16, stored, isSigned, highBit);
        var bytes = new byte[image.DecodedFrameBytes]; // all that a container can be
        for (var i = 0; i < image.Columns; i++) BitConverter.TryWriteBytes(bytes.AsSpan(2 * i), (ushort)i);
        using var table = new GrayTable(pipeline, image, SampleRange.Possible(image));
        Assert.Equal(isRamp && Vector256.IsHardwareAccelerated, table.IsRamp);
        var (byMany, byFour, byOne) = (new byte[image.Columns], new byte[image.Columns], new byte[image.Columns]);
        table.Apply(bytes, byMany);
        table.ApplyByFour(bytes, byFour);
        table.ApplyByOne(bytes, byOne);
        Assert.Equal(byOne, byMany);
        Assert.Equal(byOne[..^3], byFour[..^3]);
        var samples = Samples16.Of(image);
        for (var i = 0; i < image.Columns; i++) Assert.Equal(pipeline.Map(samples.Value((ushort)i)), byOne[i]);
    }

    [Fact]
    public void Values_that_are_no_straight_line_are_no_ramp()
    {
        var padded = new GrayPipeline(ModalityTransform.Identity, VoiTransform.Of(new VoiWindow(500, 900, VoiFunction.Linear)), new(700, 710), false);
        var image = TestFrame.Gray(64, 1, stored: 12);
        using var table = new GrayTable(padded, image, SampleRange.Possible(image));
        Assert.False(table.IsRamp);
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
