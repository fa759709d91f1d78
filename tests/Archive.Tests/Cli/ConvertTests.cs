using Archive.Tests.Server;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Files;

namespace Archive.Tests.Cli;

/// <summary><c>concord convert</c>, judged by decoders of others.</summary>
public sealed class ConvertTests
{
    private static readonly string Codec = TestServer.WithCodecs(new(new(), new(), new(), new(), new(), new())).Imaging.CodecProgram;

    [Theory]
    [InlineData("jpeg-lossless-sv1_ct16s.dcm", "dcmdjpeg")]
    [InlineData("jpegls_u8.dcm", "dcmdjpls")]
    [InlineData("rle_u8.dcm", "dcmdrle")]
    public async Task What_is_decompressed_is_what_DCMTK_makes_of_it(string fixture, string tool)
    {
        using var folder = new TempFolder();
        (await Convert("ExplicitVRLittleEndian", TestServer.Fixture(fixture), folder["ours.dcm"])).Fine();
        await Run(tool, TestServer.Fixture(fixture), folder["theirs.dcm"]);
        var (ours, theirs) = (Part10.Read(await File.ReadAllBytesAsync(folder["ours.dcm"])), Part10.Read(await File.ReadAllBytesAsync(folder["theirs.dcm"])));
        Assert.Equal(theirs.Head.TransferSyntax, ours.Head.TransferSyntax);
        Assert.True(theirs.DataSet[Tags.PixelData].Value.Span.SequenceEqual(ours.DataSet[Tags.PixelData].Value.Span));
        Assert.Equal(theirs.DataSet.Select(element => element.Tag), ours.DataSet.Select(element => element.Tag));
    }

    [Theory]
    [InlineData("htj2k-lossless-rpcl_mr12u.dcm")]
    [InlineData("deflated-image-frame_ct16s.dcm")]
    [InlineData("j2k-lossless_rgb16.dcm")]
    public async Task There_and_back_again_changes_no_sample(string fixture)
    {
        using var folder = new TempFolder();
        (await Convert("1.2.840.10008.1.2", TestServer.Fixture(fixture), folder["a.dcm"])).Fine();
        (await Convert("rlelossless", folder["a.dcm"], folder["b.dcm"])).Fine();
        (await Convert("ImplicitVRLittleEndian", folder["b.dcm"], folder["c.dcm"])).Fine();
        Assert.Equal(await File.ReadAllBytesAsync(folder["a.dcm"]), await File.ReadAllBytesAsync(folder["c.dcm"]));
    }

    [Fact]
    public async Task A_lossy_object_is_another_and_says_so()
    {
        using var folder = new TempFolder();
        (await Convert("JPEGBaseline8Bit", TestServer.Fixture("rle_u8.dcm"), folder["a.dcm"], "--lossy", "80")).Fine();
        var (before, after) = (Part10.Read(await File.ReadAllBytesAsync(TestServer.Fixture("rle_u8.dcm"))).DataSet, Part10.Read(await File.ReadAllBytesAsync(folder["a.dcm"])));
        Assert.NotEqual(before.GetUid(Tags.SOPInstanceUID), after.DataSet.GetUid(Tags.SOPInstanceUID));
        Assert.Equal(after.DataSet.GetUid(Tags.SOPInstanceUID), after.Head.Meta.GetUid(Tags.MediaStorageSOPInstanceUID));
        Assert.Equal(before.GetUid(Tags.SOPInstanceUID), Assert.Single(after.DataSet.GetItems(Tags.SourceImageSequence)).GetUid(Tags.ReferencedSOPInstanceUID));
        Assert.Equal(("01", "ISO_10918_1"), (after.DataSet.GetString(Tags.LossyImageCompression), after.DataSet.GetString(Tags.LossyImageCompressionMethod)));
        Assert.True(after.DataSet.GetDouble(Tags.LossyImageCompressionRatio) > 1);
        await Run("dcmdjpeg", folder["a.dcm"], folder["b.dcm"]); // DCMTK takes it for JPEG
    }

    [Theory]
    [InlineData("JPEGBaseline8Bit", "htj2k-lossless-rpcl_mr12u.dcm", "transfer syntax")] // lossy only, and not asked to be
    [InlineData("ExplicitVRLittleEndian", "video_h264-hp41.dcm", "transfer syntax")]
    [InlineData("ExplicitVRLittleEndian", "jpip-referenced_u8.dcm", "JPIP")]
    public async Task What_cannot_be_done_is_one_line_and_leaves_nothing(string target, string fixture, string says)
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["out"]);
        var run = await Convert(target, TestServer.Fixture(fixture), folder["out/a.dcm"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(says, Assert.Single(run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder["out"]));
    }

    private static Task<CliRun> Convert(string target, string input, string output, params string[] more) => CliRun.Of(["convert", "--codec", Codec, "--to", target, .. more, input, output]);

    private static async Task Run(string tool, params string[] arguments)
    {
        var (exitCode, text) = await Tool.Run(tool, arguments);
        Assert.True(exitCode == 0, text);
    }
}
