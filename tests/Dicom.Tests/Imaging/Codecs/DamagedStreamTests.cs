using Concord.Dicom.Files;
using Concord.Imaging;
using Concord.Imaging.Codecs;
using Concord.Imaging.Codecs.Native;
using Concord.Imaging.Frames;

namespace Dicom.Tests.Imaging.Codecs;

/// <summary>A damaged stream is refused, or gives an image that depends on nothing but the stream: never on the frame before it, which may be another patient's.</summary>
public sealed class DamagedStreamTests
{
    private const int Changes = 60, ChangesOfJpegLs = 6; // one in ten takes CharLS as long as it is given

    public static TheoryData<string> Streams =>
    [
        "jpeg-baseline-q90_rgb8", "jpeg-extended12_mr12u", "jpeg-progressive_rgb8", "jpeg-spectral_rgb8", "jpeg-lossless-p14-sv7_u8", "jpeg-lossless-sv1_ct16s",
        "jpegls_u8", "jpegls-near3_u8", "j2k-lossless_rgb16", "j2k-irrev-r10_u8", "htj2k-lossless_mr12u", "htj2k-lossless-rpcl_mr12u", "htj2k-lossy_mr12u",
        "jxl-lossless_u8", "jxl-lossy_rgb8", "jxl-jpeg-recompression_rgb8",
    ];

    [Theory, MemberData(nameof(Streams))]
    public async Task A_stream_that_ends_too_early_is_refused(string name)
    {
        var job = await JobOf(name);
        for (var part = 0; part < 20; part++)
        {
            var cut = job with { Input = job.Input[..(job.Input.Length * part / 20)] };
            var refused = await Assert.ThrowsAsync<FrameException>(async () => (await CodecProgram.Shared.Run(cut, default)).Dispose());
            Assert.Equal(FrameFailure.Malformed, refused.Failure);
        }
    }

    [Theory, MemberData(nameof(Streams))]
    public async Task What_a_damaged_stream_gives_is_of_itself_alone(string name)
    {
        await using var pool = new CodecPool(CodecProgram.Options() with { Workers = 1, FrameSeconds = 20 });
        var whole = await JobOf(name);
        var random = new Random(5);
        for (var change = 0; change < (whole.Format == CodecFormat.JpegLs ? ChangesOfJpegLs : Changes); change++)
        {
            var damaged = whole.Input.ToArray();
            for (var count = random.Next(1, 4); count > 0; count--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            var job = whole with { Input = damaged };
            var first = await Try(pool, job);
            await Fill(pool, whole.Image, (byte)change);
            Assert.Equal(first, await Try(pool, job));
        }
    }

    /// <summary>One byte, found by fuzzing: OpenJPEG 2.5.0 asserts (ht_dec.c, mel_init) that no stream has it, and its process ends.</summary>
    [Fact]
    public async Task A_stream_at_which_the_codec_ends_is_one_failed_frame()
    {
        await using var pool = new CodecPool(CodecProgram.Options() with { Workers = 1 });
        var whole = await JobOf("htj2k-lossy_mr12u");
        var (right, damaged) = (await Try(pool, whole), whole.Input.ToArray());
        damaged[362] = 245;
        var failed = await Assert.ThrowsAsync<FrameException>(async () => (await pool.Run(whole with { Input = damaged }, default)).Dispose());
        Assert.Equal((FrameFailure.Crashed, "The codec's process ended"), (failed.Failure, failed.Message));
        Assert.Equal(right, await Try(pool, whole));
    }

    /// <summary>One bit of what is coded, in its second half: the IJG libraries notice it now and then, warn, and go on.</summary>
    [Theory]
    [InlineData("jpeg-baseline-q90_rgb8")]
    [InlineData("jpeg-extended12_mr12u")]
    [InlineData("jpeg-lossless-p14-sv7_u8")]
    [InlineData("jpeg-lossless-sv1_ct16s")]
    public async Task Damage_that_a_codec_only_warns_of_is_refused(string name)
    {
        var whole = await JobOf(name);
        var (random, outcomes) = (new Random(3), new List<string>());
        for (var change = 0; change < 120; change++)
        {
            var damaged = whole.Input.ToArray();
            damaged[random.Next(damaged.Length / 2, damaged.Length - 2)] ^= (byte)(1 << random.Next(8));
            outcomes.Add(await Try(CodecProgram.Shared, whole with { Input = damaged }));
        }
        Assert.Contains(outcomes, outcome => outcome.Contains(' ', StringComparison.Ordinal)); // a message; a hash has no blanks
    }

    private static async Task<string> Try(CodecPool pool, CodecJob job)
    {
        try
        {
            using var answer = await pool.Run(job, default);
            return Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(answer.Bytes.Span));
        }
        catch (FrameException refused)
        {
            return refused.Message;
        }
    }

    /// <summary>Leaves something else in the memory that the next result will lie in.</summary>
    private static async Task Fill(CodecPool pool, CodecImage image, byte value)
    {
        var samples = new byte[image.Bytes];
        Array.Fill(samples, value);
        using var filled = await pool.Run(new(false, CodecFormat.Jpeg, image, samples) { Quality = 0 }, CodecVerb.SelfTest, default);
    }

    private static async Task<CodecJob> JobOf(string name)
    {
        var (head, dataSet) = Part10.Read(await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "tests", "Fixtures", "synthetic", "ts", name + ".dcm")));
        var frames = DataSetFrames.Of(dataSet, head.TransferSyntax);
        var frame = await frames.ReadFrame(0, default);
        var image = frames.Image;
        var bytes = image.BytesPerSample;
        var format = name.StartsWith("jpegls", StringComparison.Ordinal) ? CodecFormat.JpegLs : name.StartsWith("jpeg", StringComparison.Ordinal) ? CodecFormat.Jpeg : name.StartsWith("jxl", StringComparison.Ordinal) ? CodecFormat.JpegXl : CodecFormat.Jpeg2000;
        return new(false, format, new(image.Columns, image.Rows, image.SamplesPerPixel, bytes, bytes * 8, image.IsSigned), frame.Memory);
    }
}
