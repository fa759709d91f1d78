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
    [InlineData("JPEGBaseline8Bit", "htj2k-lossless-rpcl_mr12u.dcm", "transfer syntax")] // lossy only, and not asked to be
    [InlineData("ExplicitVRLittleEndian", "video_h264-hp41.dcm", "transfer syntax")]
    [InlineData("ExplicitVRLittleEndian", "jxl-lossless_u8.dcm", "transfer syntax")]
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
