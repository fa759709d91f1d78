using System.Text;
using System.Text.Json.Nodes;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;

namespace Archive.Tests.Server;

/// <summary>Extended query tags over HTTP: added, filled, searched by, corrected, removed.</summary>
public sealed class ExtendedTagTests
{
    private const string Json = "application/json";

    [Fact]
    public async Task Objects_from_before_and_after_are_found_by_a_tag_of_each_level()
    {
        await using var server = await TestServer.Start();
        var before = await Store(server, "HEAD ROUTINE", "Body^One", "1.5");
        await Add(server, """[{"path":"ProtocolName","level":"Series"},{"path":"00101001","level":"Study"},{"path":"SliceThickness","level":"Instance"}]""");
        var after = await Store(server, "HEAD FAST", "Body^Two", "2.50");
        foreach (var keyword in new[] { "ProtocolName", "OtherPatientNames", "SliceThickness" }) await Ready(server, keyword);

        foreach (var level in new[] { "studies", "series", "instances" })
        {
            Assert.Equal([before.Study], await Find(server, level, "ProtocolName=HEAD%20ROUTINE"));
            Assert.Equal(2, (await Find(server, level, "00181030=HEAD*")).Count);
            Assert.Equal([after.Study], await Find(server, level, "OtherPatientNames=*two"));
            Assert.Equal([after.Study], await Find(server, level, "SliceThickness=2.5"));
            Assert.Empty(await Find(server, level, "SliceThickness=2"));
            Assert.Equal([after.Study], await Find(server, level, "SliceThickness=2.5&ProtocolName=*FAST"));
            Assert.Empty(await Find(server, level, "SliceThickness=2.5&ProtocolName=*ROUTINE"));
        }
        var series = Assert.Single(await server.GetJson($"dicom-web/series?StudyInstanceUID={after.Study}&includefield=ProtocolName,OtherPatientNames"))!;
        Assert.Equal(("HEAD FAST", "Body^Two"), ((string)series["00181030"]!["Value"]![0]!, (string)series["00101001"]!["Value"]![0]!["Alphabetic"]!));
        Assert.Equal("""{"count":2}""", await server.Client.GetStringAsync(new Uri("dicom-web/studies/count?ProtocolName=HEAD*", UriKind.Relative)));
    }

    [Fact]
    public async Task An_attribute_that_the_index_has_no_room_for_is_found_and_returned_until_the_tag_goes()
    {
        await using var server = await TestServer.Start();
        var image = await Store(server, "A", "B", "1", head => head.SetString(Tags.ImageComments, "x").SetString(Tags.AcquisitionDate, "20250607").SetString(Tags.ContentCreatorName, "Li^Si=李^四"));
        await Add(server, """[{"path":"AcquisitionDate","level":"Study"},{"path":"ContentCreatorName","level":"Series"}]""");
        await Ready(server, "AcquisitionDate");
        await Ready(server, "ContentCreatorName");
        foreach (var key in new[] { "AcquisitionDate=20250601-20250630", "AcquisitionDate=20250607", "ContentCreatorName=lisi", "ContentCreatorName=li*", "ContentCreatorName=Si%20Li&fuzzymatching=true" })
        {
            Assert.Equal([image.Study], await Find(server, "series", key));
            Assert.Equal([image.Study], await Find(server, "instances", key));
        }
        Assert.Equal([image.Study], await Find(server, "studies", "ContentCreatorName=lisi"));
        Assert.Empty(await Find(server, "studies", "AcquisitionDate=20250608-"));
        var study = Assert.Single(await server.GetJson("dicom-web/studies?includefield=00080022"))!;
        Assert.Equal("20250607", (string)study["00080022"]!["Value"]![0]!);
        Assert.Equal("20250607", (string)Assert.Single(await server.GetJson("dicom-web/studies?includefield=all"))!["00080022"]!["Value"]![0]!);

        using (var removed = await server.Get("dicom-web/extendedquerytags/AcquisitionDate", method: HttpMethod.Delete)) Assert.Equal(204, (int)removed.StatusCode);
        Assert.Null(Assert.Single(await server.GetJson("dicom-web/studies?includefield=00080022"))!["00080022"]?["Value"]);
        Assert.Equal([image.Study], await Find(server, "studies", "AcquisitionDate=19990101")); // as every key that is not supported
        using var gone = await server.Get("dicom-web/extendedquerytags/AcquisitionDate");
        Assert.Equal(404, (int)gone.StatusCode);
        await Add(server, """{"path":"AcquisitionDate","level":"Series"}""");
        await Ready(server, "AcquisitionDate");
        Assert.Empty(await Find(server, "studies", "AcquisitionDate=19990101"));
        Assert.Equal([image.Study], await Find(server, "studies", "AcquisitionDate=20250607"));
    }

    [Fact]
    public async Task A_private_tag_is_found_whichever_block_its_creator_has()
    {
        await using var server = await TestServer.Start();
        await Add(server, """{"path":"00091001","vr":"LO","privateCreator":"ACME 1","level":"Instance"}""");
        await Add(server, """{"path":"00091102","vr":"DS","privateCreator":"ACME 1","level":"Series"}""");
        var first = await Store(server, "A", "B", "1", head => Private(head, 0x10, "ACME 1", "ALPHA", "1.50"));
        var moved = await Store(server, "A", "B", "1", head => Private(head, 0x42, "ACME 1", "BETA", "3"));
        var other = await Store(server, "A", "B", "1", head => Private(head, 0x10, "OTHER", "ALPHA", "1.5"));
        Assert.DoesNotContain(other.Study, await Find(server, "studies", "00091001=A*"));
        foreach (var level in new[] { "studies", "series", "instances" })
        {
            Assert.Equal([first.Study], await Find(server, level, "00091001=ALPHA"));
            Assert.Equal([moved.Study], await Find(server, level, "00091001=B*"));
            Assert.Equal([first.Study], await Find(server, level, "00091102=1.5"));
        }
        var series = Assert.Single(await server.GetJson($"dicom-web/series?00091102=3"))!;
        Assert.Equal((3.0, "ACME 1"), ((double)series["00091102"]!["Value"]![0]!, (string)series["00090011"]!["Value"]![0]!));
        var instance = Assert.Single(await server.GetJson("dicom-web/instances?00091001=BETA"))!;
        Assert.Equal("ACME 1", (string)instance["00090010"]!["Value"]![0]!);
    }

    [Fact]
    public async Task A_correction_is_found_by_the_tag_and_undone_with_it()
    {
        await using var server = await TestServer.Start();
        var image = await Store(server, "WRONG", "B", "1", head => head.SetString(Tags.AcquisitionDate, "20250607"));
        await Add(server, """[{"path":"ProtocolName","level":"Series"},{"path":"AcquisitionDate","level":"Series"}]""");
        await Ready(server, "ProtocolName");
        var body = "{\"studies\":[\"" + image.Study + "\"],\"series\":\"" + image.Series + "\",\"why\":\"typed wrong\",\"set\":{\"00181030\":{\"vr\":\"LO\",\"Value\":[\"RIGHT\"]}}}";
        var (status, done) = await server.Post("api/corrections", Encoding.UTF8.GetBytes(body), Json);
        Assert.True(status == 200, done?.ToJsonString());
        Assert.Equal([image.Study], await Find(server, "studies", "ProtocolName=RIGHT"));
        Assert.Empty(await Find(server, "studies", "ProtocolName=WRONG"));
        Assert.Equal([image.Study], await Find(server, "studies", "AcquisitionDate=20250607")); // what no correction touches stays
        Assert.Equal(200, (await server.Post($"api/corrections/{done!["number"]}/undo", """{"why":"it was right"}"""u8.ToArray(), Json)).Status);
        Assert.Equal([image.Study], await Find(server, "studies", "ProtocolName=WRONG"));
        Assert.Equal(200, (await server.Post("api/corrections", Encoding.UTF8.GetBytes(body), Json)).Status);
        await Remove(server, "ProtocolName");
        await Add(server, """{"path":"ProtocolName","level":"Series"}""");
        await Ready(server, "ProtocolName");
        Assert.Equal([image.Study], await Find(server, "series", "ProtocolName=RIGHT")); // filled again, with what is corrected
    }

    [Fact]
    public async Task What_is_rejected_is_not_found_and_the_next_instance_speaks_for_its_series()
    {
        await using var server = await TestServer.Start();
        await Add(server, """[{"path":"ProtocolName","level":"Series"},{"path":"SliceThickness","level":"Instance"},{"path":"AcquisitionDate","level":"Study"}]""");
        var first = await Store(server, "FIRST", "B", "1", head => head.SetString(Tags.AcquisitionDate, "20250101"));
        await Store(server, "SECOND", "B", "2", head => head.SetString(Tags.AcquisitionDate, "20250202"), first);
        Assert.Equal([first.Study], await Find(server, "studies", "ProtocolName=FIRST"));
        Assert.Empty(await Find(server, "studies", "ProtocolName=SECOND"));
        using (var rejected = await server.Get(first.Path, method: HttpMethod.Delete)) Assert.True(rejected.IsSuccessStatusCode);
        Assert.Empty(await Find(server, "studies", "SliceThickness=1"));
        Assert.Equal([first.Study], await Find(server, "studies", "SliceThickness=2"));
        Assert.Equal([first.Study], await Find(server, "studies", "ProtocolName=SECOND"));
        Assert.Equal([first.Study], await Find(server, "studies", "AcquisitionDate=20250202"));
        Assert.Empty(await Find(server, "studies", "AcquisitionDate=20250101"));
        using (var rejected = await server.Get($"dicom-web/studies/{first.Study}", method: HttpMethod.Delete)) Assert.True(rejected.IsSuccessStatusCode);
        Assert.Empty(await Find(server, "studies", "ProtocolName=SECOND"));
        Assert.Empty(await Find(server, "instances", "SliceThickness=2"));
        await Store(server, "THIRD", "B", "3", image: first);
        Assert.Equal([first.Study], await Find(server, "studies", "ProtocolName=THIRD"));
    }

    /// <summary>Two sets of values: an object with a protocol name, comments about the patient and a slice thickness.</summary>
    private static async Task<TestImage> Store(TestServer server, string protocol, string comments, string thickness, Action<DataSet>? more = null, TestImage? image = null)
    {
        var one = TestImage.New(image?.Study, image?.Series);
        var head = one.Head().SetString(Tags.ProtocolName, protocol).SetString(Tags.OtherPatientNames, comments).SetString(Tags.SliceThickness, thickness);
        more?.Invoke(head);
        Assert.Equal(200, (await server.Stow(Part10.ToArray(head.Set(new DataElement(Tags.PixelData, Vr.OW, TestImage.Pixels(32))), TransferSyntax.ExplicitVrLittleEndian))).Status);
        return one;
    }

    private static void Private(DataSet head, byte block, string creator, string text, string number) => head
        .SetString(new Tag(0x0009, block), creator, Vr.LO).SetString(new Tag(0x0009, (ushort)((block << 8) | 0x01)), text, Vr.LO).SetString(new Tag(0x0009, (ushort)((block << 8) | 0x02)), number, Vr.DS);

    private static async Task Add(TestServer server, string body)
    {
        var (status, answer) = await server.Post("dicom-web/extendedquerytags", Encoding.UTF8.GetBytes(body), Json);
        Assert.True(status == 201, $"{status} {answer?.ToJsonString()}");
    }

    private static async Task Remove(TestServer server, string tag)
    {
        using var removed = await server.Get("dicom-web/extendedquerytags/" + tag, method: HttpMethod.Delete);
        Assert.Equal(204, (int)removed.StatusCode);
    }

    private static async Task Ready(TestServer server, string tag)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var state = JsonNode.Parse(await server.Client.GetStringAsync(new Uri("dicom-web/extendedquerytags/" + tag, UriKind.Relative), limit.Token))!;
            if ((string)state["status"]! == "Ready") return;
            await Task.Delay(20, limit.Token);
        }
    }

    private static async Task<List<Uid>> Find(TestServer server, string level, string query) =>
        [.. (await server.GetJson($"dicom-web/{level}?{query}")).Select(one => Uid.Parse((string)one!["0020000D"]!["Value"]![0]!))];
}
