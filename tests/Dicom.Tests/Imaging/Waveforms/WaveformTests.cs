using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Imaging.Cards;
using Concord.Imaging.Waveforms;

namespace Dicom.Tests.Imaging.Waveforms;

public sealed class WaveformTests
{
    [Fact]
    public void Samples_of_each_channel_are_told_apart()
    {
        var group = WaveformGroup.Of(New(2, 3, "SS", [1, 0, 0xFF, 0xFF, 2, 0, 0xFE, 0xFF, 3, 0, 0xFD, 0xFF]))!;
        Assert.Equal((2, 3), (group.Channels, group.Samples));
        Assert.Equal([1, 2, 3], Enumerable.Range(0, 3).Select(i => group[0, i]));
        Assert.Equal([-1, -2, -3], Enumerable.Range(0, 3).Select(i => group[1, i]));
    }

    [Fact]
    public void Companded_samples_are_as_loud_as_G711_says()
    {
        var codes = New(1, 4, "MB", [0xFF, 0x80, 0x00, 0x7F], bits: 8);
        Assert.Equal([0, 32124, -32124, 0], Enumerable.Range(0, 4).Select(i => WaveformGroup.Of(codes)![0, i]));
        var law = New(1, 2, "AB", [0xD5, 0x2A], bits: 8);
        Assert.Equal([8, -32256], Enumerable.Range(0, 2).Select(i => WaveformGroup.Of(law)![0, i]));
    }

    [Fact]
    public void Lengths_that_lie_are_believed_as_far_as_there_are_bytes()
    {
        Assert.Equal(3, WaveformGroup.Of(New(2, uint.MaxValue, "SS", new byte[13]))!.Samples);
        Assert.Null(WaveformGroup.Of(New(65535, 10, "SS", new byte[64])));
        Assert.Null(WaveformGroup.Of(New(12, 10, "SS", new byte[23])));
        Assert.Null(WaveformGroup.Of(New(1, 10, "SS", new byte[64], bits: 12)));
        Assert.Null(WaveformGroup.Of(new DataSet()));
        using var picture = WaveformPainter.Paint(WaveformGroup.Of(New(128, uint.MaxValue, "SS", new byte[128 * 2]))!, 40, 30);
        Assert.Equal((40, 30), (picture.Columns, picture.Rows));
    }

    [Fact]
    public void A_trace_goes_up_where_the_values_do()
    {
        var data = new byte[200];
        for (var i = 0; i < 100; i++) BitConverter.TryWriteBytes(data.AsSpan(2 * i), (short)(i < 50 ? 0 : 1000));
        using var picture = WaveformPainter.Paint(WaveformGroup.Of(New(1, 100, "SS", data))!, 100, 50);
        Assert.InRange(FirstDark(picture.Span, picture.Columns, 20), 45, 49);
        Assert.InRange(FirstDark(picture.Span, picture.Columns, 80), 0, 3);
    }

    [Fact]
    public void A_card_says_what_a_report_begins_with()
    {
        var report = new DataSet().SetString(Tags.Modality, "SR");
        report.SetItems(Tags.ConceptNameCodeSequence, report.NewItem().SetString(Tags.CodeMeaning, "Chest report"));
        var text = report.NewItem().SetString(Tags.ValueType, "TEXT").SetString(Tags.TextValue, "No abnormality");
        report.SetItems(Tags.ContentSequence, text.SetItems(Tags.ConceptNameCodeSequence, text.NewItem().SetString(Tags.CodeMeaning, "Finding")));
        var card = Card.Of(report);
        Assert.Equal(("SR", "Chest report"), (card.Label, card.Title));
        Assert.Equal(["Finding: No abnormality"], card.Lines);
        using var picture = CardPainter.Paint(card, 160, 160);
        Assert.Equal((128, 160, 3), (picture.Columns, picture.Rows, picture.Samples));
        foreach (var (width, height) in new[] { (1, 1), (1, 1000), (1000, 1), (17, 19) }) CardPainter.Paint(card, width, height).Dispose();
    }

    [Fact]
    public void A_report_of_endless_depth_and_breadth_has_a_card_all_the_same()
    {
        var report = new DataSet();
        var parent = report;
        for (var i = 0; i < 60; i++)
        {
            var items = Enumerable.Range(0, 30).Select(_ => parent.NewItem().SetString(Tags.ValueType, "TEXT").SetString(Tags.TextValue, new string('x', 1000))).ToList();
            parent.SetItems(Tags.ContentSequence, items);
            parent = items[0];
        }
        var card = Card.Of(report);
        Assert.Equal(Card.MaxLines, card.Lines.Count);
        CardPainter.Paint(card, 256, 256).Dispose();
    }

    private static int FirstDark(Span<byte> pixels, int columns, int x)
    {
        for (var y = 0; y < pixels.Length / 3 / columns; y++)
            if (pixels[((y * columns) + x) * 3] < 100) return y;
        return -1;
    }

    private static DataSet New(int channels, long samples, string interpretation, byte[] data, int bits = 16)
    {
        var root = new DataSet();
        var group = root.NewItem().SetInt(Tags.NumberOfWaveformChannels, channels).SetInt(Tags.NumberOfWaveformSamples, samples, Vr.UL).SetInt(Tags.WaveformBitsAllocated, bits)
            .SetString(Tags.WaveformSampleInterpretation, interpretation).Set(new DataElement(Tags.WaveformData, bits == 8 ? Vr.OB : Vr.OW, data));
        return root.SetItems(Tags.WaveformSequence, group);
    }
}
