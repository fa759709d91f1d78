using System.IO.Compression;
using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Imaging;
using Concord.Imaging.Codecs;
using Concord.Imaging.Codecs.Managed;

namespace Dicom.Tests.Imaging.Codecs;

/// <summary>Layouts that are decoded without native code (PS3.5 §8.1, Annex G).</summary>
public sealed class ManagedDecoderTests
{
    [Fact]
    public void Planes_are_woven_the_same_with_and_without_vectors()
    {
        var random = new Random(1);
        for (var count = 1; count <= 6; count++)
        {
            foreach (var length in new[] { 0, 1, 15, 16, 17, 31, 32, 33, 100, 1000 })
            {
                var planes = new byte[count * length];
                random.NextBytes(planes);
                var (woven, scalar) = (new byte[planes.Length], new byte[planes.Length]);
                PlaneWeaver.Weave(planes, woven, count);
                PlaneWeaver.WeaveScalar(planes, scalar, count);
                Assert.Equal(scalar, woven);
                for (var i = 0; i < planes.Length; i++) Assert.Equal(planes[(i % count * length) + (i / count)], scalar[i]);
            }
        }
    }

    [Fact]
    public void Packed_12_bits_become_16_the_least_significant_first()
    {
        using var frame = NativeDecoder.Decode(Image(3, 1, 1, 12, 12), [0x03, 0x80, 0x01, 0x0C, 0xA0]);
        Assert.Equal([0x03, 0, 0x18, 0, 0x0C, 0], frame.Bytes.Span.ToArray());
        Assert.Equal(16, frame.Image.BitsAllocated);
    }

    [Fact]
    public void Colour_by_plane_becomes_colour_by_pixel_in_8_and_16_bits()
    {
        using var bytes = NativeDecoder.Decode(Image(2, 1, 3, 8, 8) with { IsPlanar = true }, [1, 2, 3, 4, 5, 6]);
        Assert.Equal([1, 3, 5, 2, 4, 6], bytes.Bytes.Span.ToArray());
        using var words = NativeDecoder.Decode(Image(2, 1, 3, 16, 16) with { IsPlanar = true }, [1, 10, 2, 20, 3, 30, 4, 40, 5, 50, 6, 60]);
        Assert.Equal([1, 10, 3, 30, 5, 50, 2, 20, 4, 40, 6, 60], words.Bytes.Span.ToArray());
        Assert.False(words.Image.IsPlanar);
    }

    [Fact]
    public void Halved_chroma_is_spread_to_both_pixels()
    {
        var image = Image(3, 1, 3, 8, 8) with { Photometric = PhotometricInterpretation.YbrFull422 };
        using var frame = NativeDecoder.Decode(image, [10, 11, 20, 30, 12, 0, 21, 31]);
        Assert.Equal([10, 20, 30, 11, 20, 30, 12, 21, 31], frame.Bytes.Span.ToArray());
        Assert.Equal(PhotometricInterpretation.YbrFull, frame.Image.Photometric);
    }

    [Fact]
    public void Run_lengths_of_16_bits_are_put_together_from_their_two_planes()
    {
        using var frame = RleDecoder.Decode(Image(4, 1, 1, 16, 16), Rle([[0xFE, 1, 0, 2], [3, 5, 6, 7, 8, 0x80]]));
        Assert.Equal([5, 1, 6, 1, 7, 1, 8, 2], frame.Bytes.Span.ToArray());
    }

    [Theory]
    [InlineData(1, "The RLE header does not fit the attributes")]
    [InlineData(2, "An RLE segment ends before its plane")]
    public void A_run_length_frame_of_another_image_is_malformed(int bytesPerSample, string message)
    {
        var failed = Assert.Throws<FrameException>(() => RleDecoder.Decode(Image(4, 1, 1, bytesPerSample * 8, 8), Rle([[0xFF, 1], [0xFF, 1]])));
        Assert.Equal((FrameFailure.Malformed, message), (failed.Failure, failed.Message));
    }

    [Fact]
    public void Mutated_run_lengths_give_a_frame_or_are_malformed()
    {
        var random = new Random(2);
        var sound = Rle([[0xFE, 1, 0, 2], [3, 5, 6, 7, 8, 0x80]]);
        for (var round = 0; round < 20_000; round++)
        {
            var stream = sound[..random.Next(sound.Length + 1)];
            for (var i = random.Next(4); i > 0 && stream.Length > 0; i--) stream[random.Next(Math.Min(stream.Length, random.Next(2) == 0 ? 12 : 80))] = (byte)random.Next(256);
            try
            {
                RleDecoder.Decode(Image(4, 1, 1, 16, 16), stream).Dispose();
            }
            catch (FrameException failed) when (failed.Failure == FrameFailure.Malformed)
            {
            }
        }
    }

    [Fact]
    public void A_deflated_frame_that_would_be_larger_is_read_no_further_than_its_image()
    {
        var bomb = new MemoryStream();
        using (var deflater = new DeflateStream(bomb, CompressionLevel.Optimal, leaveOpen: true)) deflater.Write(new byte[50_000_000]);
        using var frame = DeflatedFrame.Decode(Image(4, 2, 1, 8, 8), bomb.ToArray());
        Assert.Equal(new byte[8], frame.Bytes.Span.ToArray());
        var failed = Assert.Throws<FrameException>(() => DeflatedFrame.Decode(Image(4, 2, 1, 8, 8), new byte[] { 0xAA, 0xBB, 0xCC }));
        Assert.Equal(FrameFailure.Malformed, failed.Failure);
    }

    [Theory]
    [InlineData("1.2.840.10008.1.2.4.102")]
    [InlineData("1.2.3.4")]
    public async Task What_has_no_decoder_is_told_so(string syntax)
    {
        var decoder = new FrameDecoder(CodecProgram.Shared);
        Assert.False(FrameDecoder.Can(TransferSyntax.Of(Uid.Parse(syntax))));
        var failed = await Assert.ThrowsAsync<FrameException>(() => decoder.Decode(TransferSyntax.Of(Uid.Parse(syntax)), Image(1, 1, 1, 8, 8), new byte[9], DecodeOptions.Whole, default).AsTask());
        Assert.Equal(FrameFailure.Unsupported, failed.Failure);
    }

    [Theory]
    [InlineData("FFD8 FFEE000E 41646F626500640000000000 FFC0", PhotometricInterpretation.YbrFull422, false)] // Adobe, no transform
    [InlineData("FFD8 FFEE000E 41646F626500640000000001 FFC0", PhotometricInterpretation.Rgb, true)]
    [InlineData("FFD8 FFE00010 4A46494600010100000100010000 FFC0", PhotometricInterpretation.Rgb, true)]
    [InlineData("FFD8 FFC00011 08000100010352110047110042110000 FFDA", PhotometricInterpretation.YbrFull422, false)] // R, G, B
    [InlineData("FFD8 FFC00011 08000100010301110002110003110000 FFDA", PhotometricInterpretation.YbrFull422, true)]
    [InlineData("FFD8 FFE00010 4A46494600010100000100010000 FFC30011 08000100010301110002110003110000 FFDA", PhotometricInterpretation.Rgb, false)]
    [InlineData("FFD8", PhotometricInterpretation.Rgb, false)]
    [InlineData("", PhotometricInterpretation.YbrFull, true)]
    public void A_JPEG_stream_says_itself_whether_its_components_are_Y_Cb_Cr(string stream, PhotometricInterpretation photometric, bool isYbr) =>
        Assert.Equal(isYbr, JpegColor.IsYbr(Convert.FromHexString(stream.Replace(" ", "", StringComparison.Ordinal)), photometric));

    [Fact]
    public void Bits_of_a_stream_with_the_other_sign_are_kept_and_read_anew()
    {
        byte[] samples = [0xFF, 0x0F, 0x01, 0x00];
        SampleRepair.Apply(new(2, 1, 1, 2, 12, false), Image(2, 1, 1, 16, 12) with { IsSigned = true }, samples);
        Assert.Equal([0xFF, 0xFF, 0x01, 0x00], samples);
        SampleRepair.Apply(new(2, 1, 1, 2, 12, true), Image(2, 1, 1, 16, 12), samples);
        Assert.Equal([0xFF, 0x0F, 0x01, 0x00], samples);
    }

    private static ImagePixels Image(int columns, int rows, int samples, int allocated, int stored) =>
        new(columns, rows, samples, allocated, stored, stored - 1, false, false, samples == 3 ? PhotometricInterpretation.Rgb : PhotometricInterpretation.Monochrome2, 1, SampleKind.Integer);

    private static byte[] Rle(byte[][] segments)
    {
        var header = new byte[64];
        header[0] = (byte)segments.Length;
        for (int i = 0, at = 64; i < segments.Length; at += segments[i++].Length) header[4 + (i * 4)] = (byte)at;
        return [.. header, .. segments.SelectMany(segment => segment)];
    }
}
