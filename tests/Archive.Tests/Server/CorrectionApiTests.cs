using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Files;

namespace Archive.Tests.Server;

/// <summary>Corrections over HTTP, and every DICOMweb answer after one.</summary>
public sealed class CorrectionApiTests
{
    private const string Any = "multipart/related; type=\"application/dicom\"; transfer-syntax=*";

    [Fact]
    public async Task Every_answer_says_what_was_corrected_and_undo_takes_it_back()
    {
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        var file = image.Native(TestImage.Pixels(96 << 10), rows: 96, columns: 512);
        Assert.Equal(200, (await server.Stow(file)).Status);
        await server.Seal();
        var tag = await Tag(server, image.Path);
        var (status, previewed) = await Post(server, "preview", Body(image, "王^小明"));
        Assert.Equal((200, "王^小明"), (status, (string)previewed!["studies"]![0]!["after"]!["00100010"]!["Value"]![0]!["Alphabetic"]!));
        (status, var done) = await Post(server, "", Body(image, "王^小明"));
        Assert.Equal(200, status);

        var study = Assert.Single(await server.GetJson($"dicom-web/studies?PatientName=wang*&includefield=all"))!;
        Assert.Equal("王^小明", (string)study["00100010"]!["Value"]![0]!["Alphabetic"]!);
        var metadata = Assert.Single(await server.GetJson($"{image.SeriesPath}/metadata"))!;
        Assert.Equal("王^小明", (string)metadata["00100010"]!["Value"]![0]!["Alphabetic"]!);
        Assert.NotNull(metadata["04000561"]);
        var part = Assert.Single(await server.GetParts(image.Path, Any)).Body;
        Check(part);
        using (var alone = await server.Get(image.Path, "application/dicom; transfer-syntax=*")) Assert.Equal(part, await alone.Content.ReadAsByteArrayAsync());
        Check(Assert.Single(await server.GetParts(image.Path, "multipart/related; type=\"application/dicom\"; transfer-syntax=1.2.840.10008.1.2")).Body);
        using (var zip = new ZipArchive(await (await server.Get(image.SeriesPath, "application/zip")).Content.ReadAsStreamAsync()))
        {
            using var entry = new MemoryStream();
            await using (var packed = await Assert.Single(zip.Entries).OpenAsync()) await packed.CopyToAsync(entry);
            Assert.Equal(part, entry.ToArray());
        }
        Assert.NotEqual(tag, await Tag(server, image.Path));
        Assert.Equal(part[5000..70000], await Range(server, image.Path, 5000, 69999));

        var undone = await Post(server, $"{done!["number"]}/undo", """{"why":"it was right"}""");
        Assert.Equal(200, undone.Status);
        Assert.Equal(tag, await Tag(server, image.Path));
        var history = (await Get(server, $"?study={image.Study}"))["corrections"]!.AsArray();
        Assert.Equal(("typed wrong", "it was right"), ((string)history[0]!["why"]!, (string)history[0]!["undone"]!["why"]!));
        var feed = JsonNode.Parse(await server.Client.GetStringAsync(new Uri("api/changes", UriKind.Relative)))!.ToJsonString();
        Assert.Contains("\"corrected\"", feed, StringComparison.Ordinal);
        Assert.Contains("\"correction-undone\"", feed, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Logs.Lines, line => line.Contains('王'));
    }

    [Fact]
    public async Task Wrong_bodies_and_those_who_may_not_are_told_so()
    {
        await using (var server = await TestServer.Start())
        {
            var image = TestImage.New();
            await server.Stow(image.Native(TestImage.Pixels(32)));
            foreach (var body in new[]
            {
                "", "[]", "{}", "{\"studies\":[]}", "{\"studies\":[\"x\"],\"set\":{},\"why\":\"y\"}", $$$"""{"studies":["{{{image.Study}}}"],"set":5,"why":"y"}""",
                $$$$"""{"studies":["{{{{image.Study}}}}"],"set":{"00100010":{"vr":"PN","Value":[{"Alphabetic":"A"}]}}}""", // no why
                $$$"""{"studies":["{{{image.Study}}}"],"set":{"0020000D":{"vr":"UI","Value":["1.2.3"]}},"why":"y"}""",
                $$$"""{"studies":["{{{image.Study}}}"],"set":{"00100010":{"vr":"PN","BulkDataURI":"x"}},"why":"y"}""",
                new string('[', 1000), $$$"""{"studies":[{{{string.Join(',', Enumerable.Repeat("\"1.2\"", 201))}}}],"set":{"00100020":{"vr":"LO","Value":["A"]}},"why":"y"}""",
            })
                Assert.Equal(400, (await Post(server, "", body)).Status);
            Assert.Equal(404, (await Post(server, "", """{"studies":["1.2.3"],"set":{"00100020":{"vr":"LO","Value":["A"]}},"why":"y"}""")).Status);
            Assert.Equal(404, (await Post(server, "99/undo", """{"why":"y"}""")).Status);
            Assert.Equal(413, (await Post(server, "", new string(' ', 300 << 10))).Status);
        }
        await using (var server = await TestServer.Start(settings => settings with { Policy = settings.Policy with { CorrectUsers = ["ann"] } }))
            Assert.Equal(403, (await Post(server, "", """{"studies":["1.2.3"],"set":{"00100020":{"vr":"LO","Value":["A"]}},"why":"y"}""")).Status);
    }

    private static void Check(byte[] file)
    {
        var dataSet = DataSetOf(file);
        Assert.Equal("王^小明", dataSet.GetString(Tags.PatientName));
        Assert.Equal("ISO_IR 192", dataSet.GetString(Tags.SpecificCharacterSet));
        Assert.Equal(TestImage.Pixels(96 << 10), dataSet[Tags.PixelData].Value.ToArray());
        Assert.Single(dataSet.GetItems(Tags.OriginalAttributesSequence));
    }

    private static DataSet DataSetOf(byte[] file) => Part10.Read(file).DataSet;

    private static string Body(TestImage image, string name) =>
        "{\"studies\":[\"" + image.Study + "\"],\"set\":{\"00100010\":{\"vr\":\"PN\",\"Value\":[{\"Alphabetic\":\"" + name + "\"}]}},\"why\":\"typed wrong\"}";

    private static async Task<string> Tag(TestServer server, string path)
    {
        using var answer = await server.Get(path, "application/dicom; transfer-syntax=*");
        return answer.Headers.ETag!.Tag;
    }

    private static async Task<byte[]> Range(TestServer server, string path, int from, int to)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Accept", "application/dicom; transfer-syntax=*");
        request.Headers.Range = new(from, to);
        using var answer = await server.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        return await answer.Content.ReadAsByteArrayAsync();
    }

    private static Task<(int Status, JsonNode? Body)> Post(TestServer server, string path, string body) =>
        server.Post("api/corrections" + (path.Length > 0 ? "/" + path : ""), Encoding.UTF8.GetBytes(body), "application/json");

    private static async Task<JsonNode> Get(TestServer server, string query) => JsonNode.Parse(await server.Client.GetStringAsync(new Uri("api/corrections" + query, UriKind.Relative)))!;
}
