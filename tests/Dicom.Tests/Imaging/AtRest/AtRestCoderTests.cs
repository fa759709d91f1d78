using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;
using Concord.Imaging;
using Concord.Imaging.AtRest;
using Concord.Imaging.Codecs;
using Dicom.Tests.Imaging.Encoding;

namespace Dicom.Tests.Imaging.AtRest;

/// <summary>Objects of every habit of writers, put into the form in which they are kept and back.</summary>
public sealed class AtRestCoderTests
{
    private static readonly FrameDecoder Decoder = new(CodecProgram.Shared);
    private static readonly AtRestCoder Coder = new(Decoder, new FrameEncoder(CodecProgram.Shared));

    public static TheoryData<string> Syntaxes => [TransferSyntax.ImplicitVrLittleEndian.ToString(), TransferSyntax.ExplicitVrLittleEndian.ToString(), TransferSyntax.ExplicitVrBigEndian.ToString()];

    [Theory, MemberData(nameof(Syntaxes))]
    public async Task Every_depth_signed_or_not_comes_back(string syntax)
    {
        foreach (var bits in new[] { 1, 7, 8, 9, 10, 12, 15, 16 })
            foreach (var isSigned in bits <= 8 ? new[] { false } : [false, true])
                foreach (var vr in bits <= 8 ? new[] { Vr.OB, Vr.OW } : [Vr.OW])
                    await ComesBack(Objects.Of(TestImages.Gray(64, 48, bits, isSigned), frames: 1, vr), Syntax(syntax));
    }

    [Theory, MemberData(nameof(Syntaxes))]
    public async Task Frames_of_an_odd_number_of_bytes_come_back(string syntax)
    {
        foreach (var vr in new[] { Vr.OB, Vr.OW })
            for (var frames = 1; frames <= 4; frames++) await ComesBack(Objects.Of(TestImages.Gray(97, 53, 8, false), frames, vr), Syntax(syntax));
    }

    [Theory, MemberData(nameof(Syntaxes))]
    public async Task Bits_above_Bits_Stored_come_back(string syntax)
    {
        foreach (var isSigned in new[] { false, true })
        {
            foreach (var high in Enum.GetValues<Objects.High>())
            {
                var made = Objects.Of(TestImages.Gray(128, 96, 12, isSigned), frames: 2, Vr.OW, high);
                await ComesBack(made, Syntax(syntax));
            }
        }
    }

    [Theory, MemberData(nameof(Syntaxes))]
    public async Task What_stands_around_the_pixels_comes_back(string syntax)
    {
        var made = Objects.Of(TestImages.Gray(64, 64, 12, false), 1, Vr.OW);
        var item = made.NewItem().SetString(Tags.CodeValue, "1").SetString(Tags.CodeMeaning, "one");
        made.Set(DataElement.Sequence(Tags.ProcedureCodeSequence, [new SequenceItem(item)], undefinedLength: true));
        made.SetItems(Tags.AnatomicRegionSequence, made.NewItem().SetString(Tags.CodeValue, "2"));
        made.Set(new DataElement(new Tag(0x0009, 0x0010), Vr.LO, "MAKER "u8.ToArray())).Set(new DataElement(new Tag(0x0009, 0x1001), Vr.UN, Objects.Noise(5000)));
        made.Set(new DataElement(new Tag(0x0008, 0x0000), Vr.UL, new byte[] { 9, 9, 0, 0 })).Set(new DataElement(new Tag(0x7FE0, 0x0000), Vr.UL, new byte[] { 1, 2, 3, 4 }));
        made.Set(new DataElement(new Tag(0x7FE1, 0x0010), Vr.LO, "MAKER "u8.ToArray())).Set(new DataElement(new Tag(0xFFFC, 0xFFFC), Vr.OB, new byte[126]));
        await ComesBack(made, Syntax(syntax));
    }

    [Fact]
    public async Task Bytes_in_the_pixel_data_behind_the_last_frame_come_back()
    {
        var made = Objects.Of(TestImages.Gray(64, 64, 12, false), 1, Vr.OW);
        made.Set(new DataElement(Tags.PixelData, Vr.OW, (byte[])[.. made[Tags.PixelData].Value.Span, .. Objects.Noise(100)]));
        await ComesBack(made, TransferSyntax.ExplicitVrLittleEndian);
    }

    [Fact]
    public async Task A_recipe_is_small_where_writers_do_as_the_standard_says()
    {
        var file = Part10.ToArray(Objects.Of(TestImages.Gray(256, 256, 12, false), 1, Vr.OW).Set(new DataElement(new Tag(0x0009, 0x1001), Vr.UN, Objects.Noise(50_000))), TransferSyntax.ImplicitVrLittleEndian);
        var (kept, _) = await Coder.Compress(file, default);
        Assert.InRange(kept!.Recipe.Length, 20, 600);
    }

    [Fact]
    public async Task What_is_not_taken_says_why()
    {
        var gray = Objects.Of(TestImages.Gray(32, 32, 12, false), 1, Vr.OW);
        Assert.Equal(AtRestRefusal.NotNative, await Refusal(gray, TransferSyntax.DeflatedExplicitVrLittleEndian));
        Assert.Equal(AtRestRefusal.NotGrayscale, await Refusal(Objects.Of(TestImages.Rgb(32, 32, 8), 1, Vr.OB)));
        Assert.Equal(AtRestRefusal.Depth, await Refusal(Objects.Of(TestImages.Gray(32, 32, 20, false), 1, Vr.OW)));
        Assert.Equal(AtRestRefusal.Depth, await Refusal(Objects.Of(TestImages.Gray(32, 32, 8, true), 1, Vr.OB))); // BrowserCodecTests
        Assert.Equal(AtRestRefusal.NotSmaller, await Refusal(Objects.Of(TestImages.Gray(32, 32, 8, false), 1, Vr.OB, content: TestImages.Content.Noise)));
        Assert.Equal(AtRestRefusal.Malformed, await Refusal(Objects.Of(TestImages.Gray(32, 32, 12, false), 1, Vr.OW).SetInt(Tags.NumberOfFrames, 3)));
        Assert.Equal(AtRestRefusal.OverlayInPixels, await Refusal(Objects.Of(TestImages.Gray(32, 32, 12, false), 1, Vr.OW).Set(new DataElement(new Tag(0x6000, 0x0102), Vr.US, new byte[] { 14, 0 }))));
        var bare = Objects.Of(TestImages.Gray(32, 32, 12, false), 1, Vr.OW);
        bare.Remove(Tags.PixelData);
        Assert.Equal(AtRestRefusal.NoImage, await Refusal(bare));
        Assert.Equal(AtRestRefusal.NoImage, (await Coder.Compress(new byte[400], default)).Refusal); // zeros: a data set of nothing, padded
        Assert.Equal(AtRestRefusal.Malformed, (await Coder.Compress(Part10.ToArray(gray, TransferSyntax.ExplicitVrLittleEndian).AsMemory()[..^5], default)).Refusal);
    }

    [Fact]
    public async Task A_damaged_recipe_or_object_is_an_error_that_is_declared_or_another_object_but_never_worse()
    {
        var file = Part10.ToArray(Objects.Of(TestImages.Gray(64, 64, 12, true), 2, Vr.OW, Objects.High.Noise), TransferSyntax.ExplicitVrBigEndian);
        var (kept, _) = await Coder.Compress(file, default);
        var random = new Random(5);
        for (var turn = 0; turn < 300; turn++)
        {
            var (partTen, recipe) = (kept!.PartTen.ToArray(), kept.Recipe.ToArray());
            var target = turn % 2 == 0 ? recipe : partTen;
            for (var i = random.Next(1, 4); i > 0; i--) target[random.Next(target.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                Assert.Equal(file.Length, (await Coder.Restore(partTen, recipe, file.Length, isBackground: true, default)).Length);
            }
            catch (Exception error) when (error is FormatException or FrameException)
            {
                continue; // a DicomFormatException is one
            }
        }
        await Assert.ThrowsAsync<FormatException>(() => Coder.Restore(kept!.PartTen, kept.Recipe, file.Length + 1, true, default));
    }

    private static async Task ComesBack(DataSet dataSet, TransferSyntax syntax)
    {
        var file = Part10.ToArray(dataSet, syntax);
        var (kept, refusal) = await Coder.Compress(file, default);
        Assert.True(kept is not null, refusal.ToString());
        Assert.True(kept.PartTen.Length + kept.Recipe.Length < file.Length);
        Assert.Equal(file, await Coder.Restore(kept.PartTen, kept.Recipe, file.Length, isBackground: false, default));
    }

    private static Task<AtRestRefusal> Refusal(DataSet dataSet) => Refusal(dataSet, TransferSyntax.ExplicitVrLittleEndian);

    private static async Task<AtRestRefusal> Refusal(DataSet dataSet, TransferSyntax syntax)
    {
        var (kept, refusal) = await Coder.Compress(Part10.ToArray(dataSet, syntax), default);
        Assert.Null(kept);
        return refusal;
    }

    private static TransferSyntax Syntax(string uid) => TransferSyntax.Of(Uid.Parse(uid));
}
