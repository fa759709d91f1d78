using System.Security.Cryptography;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;
using Whole.Tests.Harness;

namespace Whole.Tests.Peers;

/// <summary>Peers that take other transfer syntaxes than the one in which an object lies: they get the samples that independent decoders found in it.</summary>
public sealed class TranscodeTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string JpegLs = "1.2.840.10008.1.2.4.80";

    private static readonly Dictionary<string, Dictionary<string, string>> Oracle = File.ReadLines(Repository.At("tests", "Dicom.Tests", "Imaging", "Oracle", "fixtures.csv"))
        .Skip(1).Select(line => line.Split(',')).ToDictionary(cells => cells[0], cells => new Dictionary<string, string>(StringComparer.Ordinal) { ["sha256"] = cells[2], ["bytes"] = cells[5] }, StringComparer.Ordinal);

    private readonly ConcordServer _concord = shared.Concord;

    public static TheoryData<string> Lossless => ["htj2k-lossless-rpcl_mr12u.dcm", "jpeg-lossless-sv1_ct16s.dcm", "jpegls_u8.dcm", "j2k-lossless_rgb16.dcm", "rle_u8.dcm", "deflated-image-frame_ct16s.dcm"];

    [Theory]
    [MemberData(nameof(Lossless))]
    public async Task Getscu_that_takes_native_pixels_only_gets_them(string fixture)
    {
        var (file, sent) = await Store(fixture);
        using var folder = new TempFolder("getscu");
        var got = (await Dcmtk.Get(_concord.DicomPort, folder.Folder("got"), ["+x="], Keys(sent))).Succeeded();
        var (head, dataSet) = Part10.Read(await File.ReadAllBytesAsync(Assert.Single(Directory.GetFiles(folder["got"]))));
        Assert.False(head.TransferSyntax.IsEncapsulated, got.All);
        AssertSamples(fixture, dataSet);
        await AssertNoNewFindings(folder, file, dataSet, head.TransferSyntax);
    }

    [Theory]
    [InlineData("htj2k-lossless-rpcl_mr12u.dcm", "+xi")]
    [InlineData("jpegls_u8.dcm", "+xe")]
    public async Task Movescu_to_a_receiver_of_native_pixels_moves_them(string fixture, string accepting)
    {
        var (_, sent) = await Store(fixture);
        await using var receiver = await DcmtkReceiver.Start(accepting);
        await _concord.AddPeer(receiver);
        (await Dcmtk.Move(_concord.DicomPort, DcmtkReceiver.Ae, Keys(sent))).Succeeded();
        var (head, dataSet) = Part10.Read(Assert.Single(receiver.ReceivedFiles()).Value);
        Assert.False(head.TransferSyntax.IsEncapsulated);
        AssertSamples(fixture, dataSet);
    }

    [Theory]
    [InlineData("htj2k-lossless-rpcl_mr12u.dcm")]
    [InlineData("implicit-le_u8.dcm")]
    public async Task A_receiver_of_JPEG_LS_and_nothing_else_gets_JPEG_LS_that_DCMTK_decodes(string fixture)
    {
        var (_, sent) = await Store(fixture);
        using var folder = new TempFolder("jpegls");
        await File.WriteAllTextAsync(folder["storescp.cfg"], DcmtkReceiver.OnlyIn(JpegLs, sent.GetUid(Tags.SOPClassUID)!.Value.ToString()));
        await using var receiver = await DcmtkReceiver.Start("-xf", folder["storescp.cfg"], "Only");
        await _concord.AddPeer(receiver);
        (await Dcmtk.Move(_concord.DicomPort, DcmtkReceiver.Ae, Keys(sent))).Succeeded();
        var file = Assert.Single(receiver.ReceivedFiles()).Value;
        Assert.Equal(JpegLs, Part10.Read(file).Head.TransferSyntax.Uid.ToString());
        await File.WriteAllBytesAsync(folder["in.dcm"], file);
        (await ToolRun.Run("dcmdjpls", [folder["in.dcm"], folder["out.dcm"]])).Succeeded();
        AssertSamples(fixture, Part10.Read(await File.ReadAllBytesAsync(folder["out.dcm"])).DataSet);
    }

    [Theory]
    [InlineData("htj2k-lossless-rpcl_mr12u.dcm", "1.2.840.10008.1.2.2")]
    [InlineData("htj2k-lossless-rpcl_mr12u.dcm", "1.2.840.10008.1.2.1.99")]
    [InlineData("j2k-lossless_rgb16.dcm", "1.2.840.10008.1.2.2")]
    [InlineData("rle_u8.dcm", "1.2.840.10008.1.2.1.99")]
    public async Task What_is_decompressed_into_big_endian_or_deflated_DCMTK_reads(string fixture, string target)
    {
        var (_, sent) = await Store(fixture);
        var path = $"studies/{sent.GetUid(Tags.StudyInstanceUID)}/series/{sent.GetUid(Tags.SeriesInstanceUID)}/instances/{sent.GetUid(Tags.SOPInstanceUID)}";
        var (_, parts) = await _concord.Web.RetrieveParts(path, $"multipart/related; type=\"application/dicom\"; transfer-syntax={target}");
        using var folder = new TempFolder("native");
        await File.WriteAllBytesAsync(folder["in.dcm"], Assert.Single(parts).Body);
        (await ToolRun.Run("dcmconv", ["+te", folder["in.dcm"], folder["out.dcm"]])).Succeeded();
        AssertSamples(fixture, Part10.Read(await File.ReadAllBytesAsync(folder["out.dcm"])).DataSet);
        var (status, _) = await _concord.Web.RetrieveParts(path + "/frames/1", $"multipart/related; type=\"application/octet-stream\"; transfer-syntax={target}");
        Assert.Equal(System.Net.HttpStatusCode.NotAcceptable, status); // of a frame alone there is no such thing
    }

    [Theory]
    [InlineData("1.2.840.10008.1.2.4.90")]
    [InlineData(JpegLs)]
    [InlineData("1.2.840.10008.1.2.5")]
    public async Task What_is_compressed_for_WADO_others_decode_to_the_same_samples(string target)
    {
        const string fixture = "htj2k-lossless-rpcl_mr12u.dcm";
        var (file, sent) = await Store(fixture);
        var path = $"studies/{sent.GetUid(Tags.StudyInstanceUID)}/series/{sent.GetUid(Tags.SeriesInstanceUID)}/instances/{sent.GetUid(Tags.SOPInstanceUID)}";
        var (_, parts) = await _concord.Web.RetrieveParts(path, $"multipart/related; type=\"application/dicom\"; transfer-syntax={target}");
        using var folder = new TempFolder("gdcm");
        await File.WriteAllBytesAsync(folder["in.dcm"], Assert.Single(parts).Body);
        (await ToolRun.Run("gdcmconv", ["--raw", folder["in.dcm"], folder["out.dcm"]])).Succeeded();
        AssertSamples(fixture, Part10.Read(await File.ReadAllBytesAsync(folder["out.dcm"])).DataSet);
        var (head, dataSet) = Part10.Read(Assert.Single(parts).Body);
        Assert.Equal(target, head.TransferSyntax.Uid.ToString());
        await AssertNoNewFindings(folder, file, dataSet, head.TransferSyntax);
    }

    [Fact]
    public async Task Video_is_a_failed_sub_operation_for_who_takes_native_pixels_only()
    {
        var (_, sent) = await Store("video_h264-hp41.dcm");
        await using var receiver = await DcmtkReceiver.Start("+xi");
        await _concord.AddPeer(receiver);
        var moved = await Dcmtk.Move(_concord.DicomPort, DcmtkReceiver.Ae, Keys(sent));
        Assert.Contains("OutOfResourcesSubOperations", moved.All, StringComparison.Ordinal); // A702: none of them could be done (PS3.4 §C.4.2.1.5)
        Assert.Empty(receiver.ReceivedFiles());
    }

    [Fact]
    public async Task Orthanc_pulls_an_HTJ2K_object_and_draws_it()
    {
        const string fixture = "htj2k-lossless-rpcl_mr12u.dcm";
        var (_, sent) = await Store(fixture);
        await using var orthanc = await OrthancPeer.Start(_concord);
        await orthanc.Put("tools/accepted-transfer-syntaxes", new[] { "1.2.840.10008.1.2", "1.2.840.10008.1.2.1" });
        var query = await orthanc.Post("modalities/concord/query", new { Level = "Study", Query = new { StudyInstanceUID = sent.GetUid(Tags.StudyInstanceUID)!.Value.ToString() } });
        await orthanc.Post($"queries/{query["ID"]}/retrieve", new { TargetAet = OrthancPeer.Ae, Synchronous = true });
        var (head, dataSet) = Part10.Read(Assert.Single(await orthanc.Instances()).Value);
        Assert.False(head.TransferSyntax.IsEncapsulated);
        AssertSamples(fixture, dataSet);
    }

    private async Task<(byte[] File, DataSet DataSet)> Store(string fixture)
    {
        var (head, dataSet) = Part10.Read(await File.ReadAllBytesAsync(Repository.At("tests", "Fixtures", "synthetic", "ts", fixture)));
        dataSet.SetUid(Tags.StudyInstanceUID, Uid.New()).SetUid(Tags.SeriesInstanceUID, Uid.New()).SetUid(Tags.SOPInstanceUID, Uid.New());
        var file = Part10.ToArray(dataSet, head.TransferSyntax);
        (await _concord.Web.Stow([file])).AllStored();
        return (file, dataSet);
    }

    private static string[] Keys(DataSet sent) =>
    [
        "QueryRetrieveLevel=IMAGE", $"StudyInstanceUID={sent.GetUid(Tags.StudyInstanceUID)}", $"SeriesInstanceUID={sent.GetUid(Tags.SeriesInstanceUID)}", $"SOPInstanceUID={sent.GetUid(Tags.SOPInstanceUID)}",
    ];

    private static void AssertSamples(string fixture, DataSet native)
    {
        var expected = Oracle["synthetic/ts/" + fixture];
        var length = int.Parse(expected["bytes"], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(expected["sha256"], Convert.ToHexStringLower(SHA256.HashData(native[Tags.PixelData].Value.Span[..length])));
    }

    private static async Task AssertNoNewFindings(TempFolder folder, byte[] before, DataSet after, TransferSyntax syntax)
    {
        await File.WriteAllBytesAsync(folder["before.dcm"], before);
        await File.WriteAllBytesAsync(folder["after.dcm"], Part10.ToArray(after, syntax));
        if (await Dciodvfy.Findings(folder["after.dcm"]) is not { } now || await Dciodvfy.Findings(folder["before.dcm"]) is not { } then) return; // it does not know the class or the syntax
        Assert.Empty(now.Except(then));
    }
}
