using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;
using Whole.Tests.Harness;

namespace Whole.Tests.Peers;

/// <summary>Objects that lie compressed: who asks for them as they came gets the same bytes as before, over every way out, and who takes HTJ2K gets fewer.</summary>
public sealed class CompressAtRestTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Htj2k = "1.2.840.10008.1.2.4.202";

    private readonly ConcordServer _concord = shared.Concord;

    private const string Implicit = "1.2.840.10008.1.2", Explicit = "1.2.840.10008.1.2.1", BigEndian = "1.2.840.10008.1.2.2";

    [Theory]
    [InlineData("deflated_ct16s.dcm", Explicit)]
    [InlineData("deflated_ct16s.dcm", Implicit)]
    [InlineData("deflated_ct16s.dcm", BigEndian)]
    [InlineData("implicit-le_u8.dcm", Implicit)]
    public async Task WADO_gives_the_same_bytes_as_before(string fixture, string syntax)
    {
        var (sent, path) = await Store(fixture, syntax);
        string[] accepts = [$"multipart/related; type=\"application/dicom\"; transfer-syntax={syntax}", "multipart/related; type=\"application/dicom\"", "multipart/related; type=\"application/dicom\"; transfer-syntax=1.2.840.10008.1.2.4.80"];
        var before = new List<byte[]>();
        foreach (var accept in accepts) before.Add(await Retrieve(path, accept));
        var (frames, metadata) = (await Frames(path), await _concord.Web.Metadata(path));
        var drawn = await _concord.Web.Client.GetByteArrayAsync(new Uri(_concord.Web.Root, path + "/rendered"));
        await Compress(sent);
        var kept = await Retrieve(path, DicomWeb.AnySyntax);
        Assert.Equal(Htj2k, Part10.Read(kept).Head.TransferSyntax.Uid.ToString());
        Assert.True(kept.Length < before[0].Length);
        for (var i = 0; i < accepts.Length; i++) Assert.Equal(before[i], await Retrieve(path, accepts[i]));
        Assert.Equal(frames, await Frames(path));
        Assert.Equal(drawn, await _concord.Web.Client.GetByteArrayAsync(new Uri(_concord.Web.Root, path + "/rendered")));
        Assert.Equal(Names(metadata), Names(await _concord.Web.Metadata(path)));
        using var part = new HttpRequestMessage(HttpMethod.Get, new Uri(_concord.Web.Root, path));
        part.Headers.Accept.ParseAdd($"application/dicom; transfer-syntax={syntax}");
        part.Headers.Range = new(100, 299);
        using var range = await _concord.Web.Client.SendAsync(part);
        Assert.Equal(HttpStatusCode.PartialContent, range.StatusCode);
        Assert.Equal(before[0][100..300], await range.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData(Explicit, "+x=")]
    [InlineData(Explicit, "+xi")]
    [InlineData(Implicit, "+xi")]
    [InlineData(BigEndian, "+xb")]
    public async Task A_move_to_a_receiver_without_HTJ2K_sends_the_same_bytes_as_before(string syntax, string accepting)
    {
        var (sent, _) = await Store("deflated_ct16s.dcm", syntax);
        var before = await Move(sent, accepting);
        await Compress(sent);
        Assert.Equal(before, await Move(sent, accepting));
    }

    [Fact]
    public async Task Getscu_gets_the_same_bytes_as_before()
    {
        var (sent, _) = await Store("deflated_ct16s.dcm", Explicit);
        using var folder = new TempFolder("getscu");
        (await Dcmtk.Get(_concord.DicomPort, folder.Folder("before"), ["+x="], Keys(sent))).Succeeded();
        await Compress(sent);
        (await Dcmtk.Get(_concord.DicomPort, folder.Folder("after"), ["+x="], Keys(sent))).Succeeded();
        Assert.Equal(DataSetBytes.OfFile(Assert.Single(Directory.GetFiles(folder["before"]))), DataSetBytes.OfFile(Assert.Single(Directory.GetFiles(folder["after"]))));
    }

    [Fact]
    public async Task Orthanc_pulls_it_and_what_comes_back_is_known()
    {
        var (sent, path) = await Store("deflated_ct16s.dcm", Explicit);
        await Compress(sent);
        await using var orthanc = await OrthancPeer.Start(_concord);
        var query = await orthanc.Post("modalities/concord/query", new { Level = "Study", Query = new { StudyInstanceUID = sent.GetUid(Tags.StudyInstanceUID)!.Value.ToString() } });
        await orthanc.Post($"queries/{query["ID"]}/retrieve", new { TargetAet = OrthancPeer.Ae, Synchronous = true });
        var got = Assert.Single(await orthanc.Instances()).Value;
        var kinds = await Kinds();
        (await _concord.Web.Stow([got])).AllStored();
        Assert.Equal(kinds, await Kinds()); // already stored: nothing new, nothing kept aside
        Assert.Equal(Htj2k, Part10.Read(await Retrieve(path, DicomWeb.AnySyntax)).Head.TransferSyntax.Uid.ToString());
    }

    [Fact]
    public async Task It_says_where_it_stands_and_what_it_wants()
    {
        var (sent, _) = await Store("deflated_ct16s.dcm", Explicit);
        await Compress(sent);
        var state = await _concord.Web.Client.GetFromJsonAsync<JsonElement>(new Uri(_concord.Http, "/api/compression"));
        Assert.True(state.GetProperty("isOn").GetBoolean());
        Assert.True(state.GetProperty("sinceStart").GetProperty("objects").GetInt64() >= 1);
        using var wrong = await _concord.Web.Client.PostAsync(new Uri(_concord.Http, "/api/compress?series=1.2.3"), null);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Equal("application/problem+json", wrong.Content.Headers.ContentType!.MediaType);
    }

    private async Task<long> Kinds() => (await _concord.Web.Changes(limit: 100_000)).GetProperty("changes").GetArrayLength();

    private async Task<byte[]> Move(DataSet sent, string accepting)
    {
        await using var receiver = await DcmtkReceiver.Start(accepting);
        await _concord.AddPeer(receiver);
        (await Dcmtk.Move(_concord.DicomPort, DcmtkReceiver.Ae, Keys(sent))).Succeeded();
        return Assert.Single(receiver.Received()).Value;
    }

    private async Task<byte[]> Retrieve(string path, string accept) => Assert.Single((await _concord.Web.RetrieveParts(path, accept)).Parts).Body;

    private async Task<byte[]> Frames(string path) => Assert.Single((await _concord.Web.RetrieveParts(path + "/frames/1", "multipart/related; type=\"application/octet-stream\"")).Parts).Body;

    private static List<string> Names(IEnumerable<System.Text.Json.Nodes.JsonObject> metadata) => [.. metadata.SelectMany(instance => instance.Select(element => element.Key == "7FE00010" ? element.Key : element.ToString()))];

    private async Task<(DataSet DataSet, string Path)> Store(string fixture, string syntax)
    {
        var (_, dataSet) = Part10.Read(await File.ReadAllBytesAsync(Repository.At("tests", "Fixtures", "synthetic", "ts", fixture)));
        dataSet.SetString(Tags.Modality, "CT").SetUid(Tags.StudyInstanceUID, Uid.New()).SetUid(Tags.SeriesInstanceUID, Uid.New()).SetUid(Tags.SOPInstanceUID, Uid.New());
        (await _concord.Web.Stow([Part10.ToArray(dataSet, TransferSyntax.Of(Uid.Parse(syntax)))])).AllStored();
        await _concord.Seal();
        return (dataSet, $"studies/{dataSet.GetUid(Tags.StudyInstanceUID)}/series/{dataSet.GetUid(Tags.SeriesInstanceUID)}/instances/{dataSet.GetUid(Tags.SOPInstanceUID)}");
    }

    private async Task Compress(DataSet sent)
    {
        using var answer = await _concord.Web.Client.PostAsync(new Uri(_concord.Http, $"/api/compress?study={sent.GetUid(Tags.StudyInstanceUID)}"), null);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode && JsonDocument.Parse(text).RootElement.GetProperty("objects").GetInt32() == 1, text);
    }

    private static string[] Keys(DataSet sent) =>
    [
        "QueryRetrieveLevel=IMAGE", $"StudyInstanceUID={sent.GetUid(Tags.StudyInstanceUID)}", $"SeriesInstanceUID={sent.GetUid(Tags.SeriesInstanceUID)}", $"SOPInstanceUID={sent.GetUid(Tags.SOPInstanceUID)}",
    ];
}
