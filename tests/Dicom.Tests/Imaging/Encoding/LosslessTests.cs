using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Imaging;
using Concord.Imaging.Codecs;

namespace Dicom.Tests.Imaging.Encoding;

/// <summary>Lossless means identical samples. HTJ2K is written by one library and read by another; the rest is checked with other programs in <c>Whole.Tests</c>.</summary>
public sealed class LosslessTests
{
    private const string Htj2kRpcl = "1.2.840.10008.1.2.4.202", Htj2k = "1.2.840.10008.1.2.4.201", Jpeg2000 = "1.2.840.10008.1.2.4.90", JpegLs = "1.2.840.10008.1.2.4.80";

    public static TheoryData<string, CodecFormat> Syntaxes => new() { { Htj2kRpcl, CodecFormat.Htj2k }, { Htj2k, CodecFormat.Htj2k }, { Jpeg2000, CodecFormat.Jpeg2000 }, { JpegLs, CodecFormat.JpegLs } };

    [Theory, MemberData(nameof(Syntaxes))]
    public async Task Every_depth_signed_or_not_comes_back(string syntax, CodecFormat format)
    {
        for (var bits = 1; bits <= 16; bits++)
        {
            foreach (var isSigned in new[] { false, true })
            {
                foreach (var content in Enum.GetValues<TestImages.Content>()) await ComesBack(syntax, format, TestImages.Gray(61, 37, bits, isSigned), content);
                await ComesBack(syntax, format, TestImages.Gray(16, 16, bits, isSigned, bitsAllocated: 16), TestImages.Content.Noise);
            }
        }
    }

    [Theory, MemberData(nameof(Syntaxes))]
    public async Task Every_shape_comes_back(string syntax, CodecFormat format)
    {
        foreach (var (columns, rows) in new[] { (1, 1), (1, 2), (2, 1), (3, 3), (1, 300), (300, 1), (2, 129), (129, 2), (64, 64), (65, 65), (127, 255), (511, 3), (513, 511), (1025, 64), (5, 2000) })
            await ComesBack(syntax, format, TestImages.Gray(columns, rows, 12, false), TestImages.Content.Noise);
    }

    [Theory, MemberData(nameof(Syntaxes))]
    public async Task Colour_comes_back(string syntax, CodecFormat format)
    {
        foreach (var bits in new[] { 8, 10, 12, 16 })
            foreach (var content in Enum.GetValues<TestImages.Content>())
                await ComesBack(syntax, format, TestImages.Rgb(75, 49, bits), content);
    }

    [Fact]
    public async Task Bits_above_Bits_Stored_are_refused_for_a_codec_would_lose_them()
    {
        var encoder = new FrameEncoder(CodecProgram.Shared);
        var image = TestImages.Gray(8, 8, 12, false);
        foreach (var isSigned in new[] { false, true })
        {
            using var frame = TestImages.Make(image with { IsSigned = isSigned }, TestImages.Content.Smooth, 1);
            frame.Bytes.Span[^1] = 0x70;
            var refused = await Assert.ThrowsAsync<FrameException>(async () => await encoder.Encode(Syntax(Htj2kRpcl), frame, EncodeOptions.Lossless, default));
            Assert.Equal(FrameFailure.Unsupported, refused.Failure);
        }
    }

    [Fact]
    public void What_a_codec_cannot_carry_is_not_promised()
    {
        Assert.True(FrameEncoder.Can(Syntax(Htj2kRpcl), TestImages.Gray(9, 9, 16, true), EncodeOptions.Lossless));
        Assert.False(FrameEncoder.Can(Syntax(Htj2kRpcl), TestImages.Gray(9, 9, 32, false), EncodeOptions.Lossless));
        Assert.False(FrameEncoder.Can(Syntax(Htj2kRpcl), TestImages.Gray(9, 9, 1, false, 1), EncodeOptions.Lossless));
        Assert.False(FrameEncoder.Can(Syntax(Htj2kRpcl), TestImages.Gray(9, 9, 12, false) with { HighBit = 15 }, EncodeOptions.Lossless));
        Assert.False(FrameEncoder.Can(Syntax("1.2.840.10008.1.2.4.50"), TestImages.Gray(9, 9, 8, false), EncodeOptions.Lossless));
        Assert.False(FrameEncoder.Can(Syntax("1.2.840.10008.1.2.4.50"), TestImages.Gray(9, 9, 12, false), new() { IsLossless = false }));
        Assert.False(FrameEncoder.Can(Syntax(JpegLs), TestImages.Rgb(9, 9, 8) with { Photometric = PhotometricInterpretation.YbrFull422 }, EncodeOptions.Lossless));
        Assert.False(FrameEncoder.Can(TransferSyntax.ExplicitVrLittleEndian, TestImages.Gray(9, 9, 8, false), EncodeOptions.Lossless));
    }

    private static TransferSyntax Syntax(string uid) => TransferSyntax.Of(Uid.Parse(uid));

    private static async Task ComesBack(string syntax, CodecFormat format, ImagePixels image, TestImages.Content content)
    {
        if (!FrameEncoder.Can(Syntax(syntax), image, EncodeOptions.Lossless))
        {
            Assert.True(format == CodecFormat.JpegLs && image.BitsStored == 1, $"{syntax} {image}");
            return;
        }
        using var frame = TestImages.Make(image, content, image.Columns + image.BitsStored);
        using var encoded = await new FrameEncoder(CodecProgram.Shared).Encode(Syntax(syntax), frame, EncodeOptions.Lossless, default);
        Assert.True(encoded is { IsLossy: false, IsPlanar: false } && encoded.Bytes.Memory.Length % 2 == 0);
        Assert.Equal(image.Photometric == PhotometricInterpretation.Rgb && format != CodecFormat.JpegLs ? PhotometricInterpretation.YbrRct : image.Photometric, encoded.Photometric);
        var wanted = new CodecImage(image.Columns, image.Rows, image.SamplesPerPixel, image.BytesPerSample, image.BitsStored, image.IsSigned);
        using var decoded = await CodecProgram.Shared.Run(new(false, format, wanted, encoded.Bytes.Memory) { HasColorTransform = image.SamplesPerPixel == 3 }, default);
        Assert.True(decoded.Image.Precision == image.BitsStored, $"{syntax} {image} {content}: {decoded.Image}");
        var expected = format == CodecFormat.JpegLs ? LowBits(frame) : frame.Bytes.Memory.ToArray();
        Assert.True(decoded.Bytes.Span.SequenceEqual(expected), $"{syntax} {image} {content}");
    }

    /// <summary>JPEG-LS knows no sign: its samples are the stored bits.</summary>
    private static byte[] LowBits(DecodedFrame frame)
    {
        var bytes = frame.Bytes.Memory.ToArray();
        var (size, mask) = (frame.Image.BytesPerSample, (1L << frame.Image.BitsStored) - 1);
        for (var i = 0; i < bytes.Length; i++) bytes[i] &= (byte)(mask >> (8 * (i % size)));
        return bytes;
    }
}
