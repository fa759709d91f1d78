using System.Security.Cryptography;
using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Imaging;
using Concord.Imaging.Codecs;
using Dicom.Tests.Imaging.Encoding;

namespace Dicom.Tests.Imaging.Codecs;

/// <summary>HTJ2K that was written here goes to a faster decoder: it must say what the other one says, at every resolution.</summary>
public sealed class OwnStreamTests
{
    private static readonly TransferSyntax Syntax = TransferSyntax.Of(Uid.Parse("1.2.840.10008.1.2.4.202"));

    [Fact]
    public async Task Both_decoders_give_the_same_samples()
    {
        foreach (var image in Images())
        {
            var job = await JobOf(image, TestImages.Content.Smooth);
            var noise = await JobOf(image, TestImages.Content.Noise);
            for (var reduce = 0; reduce < 4; reduce++)
            {
                Assert.Equal(await Decode(job with { ReduceLevels = reduce }), await Decode(job with { ReduceLevels = reduce, IsOwn = true }));
                Assert.Equal(await Decode(noise with { ReduceLevels = reduce }), await Decode(noise with { ReduceLevels = reduce, IsOwn = true }));
            }
        }
    }

    [Fact]
    public async Task Damage_is_a_failed_frame_or_other_samples_and_the_next_frame_is_decoded()
    {
        await using var pool = new CodecPool(CodecProgram.Options() with { Workers = 1 });
        var whole = await JobOf(TestImages.Gray(200, 150, 12, false), TestImages.Content.Noise) with { IsOwn = true };
        var (random, right) = (new Random(7), await Decode(whole));
        for (var turn = 0; turn < 60; turn++)
        {
            var damaged = whole.Input.ToArray();
            if (turn % 4 == 0) damaged = damaged[..random.Next(damaged.Length)];
            else damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                (await pool.Run(whole with { Input = damaged }, default)).Dispose();
            }
            catch (FrameException)
            {
                // one failed frame
            }
            using var next = await pool.Run(whole, default);
            Assert.Equal(right.Hash, Convert.ToHexString(SHA256.HashData(next.Bytes.Span)));
        }
    }

    private static IEnumerable<ImagePixels> Images()
    {
        foreach (var bits in new[] { 1, 8, 12, 15, 16 })
            foreach (var isSigned in new[] { false, true })
                yield return TestImages.Gray(131, 77, bits, isSigned);
        foreach (var (columns, rows) in new[] { (1, 1), (1, 300), (300, 1), (2, 129), (64, 64), (513, 511), (1025, 64) }) yield return TestImages.Gray(columns, rows, 12, false);
        yield return TestImages.Rgb(75, 49, 8);
    }

    private static async Task<CodecJob> JobOf(ImagePixels image, TestImages.Content content)
    {
        using var frame = TestImages.Make(image, content, image.Columns + image.BitsStored);
        using var encoded = await new FrameEncoder(CodecProgram.Shared).Encode(Syntax, frame, EncodeOptions.Lossless, default);
        var wanted = new CodecImage(image.Columns, image.Rows, image.SamplesPerPixel, image.BytesPerSample, image.BitsStored, image.IsSigned);
        return new(false, CodecFormat.Htj2k, wanted, encoded.Bytes.Memory.ToArray());
    }

    private static async Task<(CodecImage Image, string Hash)> Decode(CodecJob job)
    {
        using var answer = await CodecProgram.Shared.Run(job, default);
        return (answer.Image, Convert.ToHexString(SHA256.HashData(answer.Bytes.Span)));
    }
}
