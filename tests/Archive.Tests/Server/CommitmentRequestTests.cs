using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Concord.Dicom.DataElements;

namespace Archive.Tests.Server;

/// <summary>Storage Commitment over the web (PS3.18 §13).</summary>
public sealed class CommitmentRequestTests
{
    private const string OfClass = "1.2.840.10008.5.1.4.1.1.7.3";

    [Fact]
    public async Task What_is_kept_is_vouched_for_and_what_is_not_is_told_why()
    {
        await using var server = await TestServer.Start(settings => settings with { Commitment = settings.Commitment with { MissingSeconds = 0 } });
        var (kept, other, missing) = (TestImage.New(), TestImage.New(), Uid.New());
        await server.Stow(kept.Native(TestImage.Pixels(32)), other.Native(TestImage.Pixels(32)));
        var transaction = Uid.New();
        var body = Request((OfClass, kept.Instance), ("1.2.840.10008.5.1.4.1.1.2", other.Instance), (OfClass, missing));
        var (status, answer) = await server.Post($"dicom-web/commitment-requests/{transaction}", body, "application/dicom+json");
        Assert.Equal(200, status);
        Assert.Equal(transaction.ToString(), (string?)answer!["00081195"]!["Value"]![0]);
        Assert.Equal([kept.Instance.ToString()], Uids(answer, "00081199"));
        Assert.Equal([other.Instance.ToString(), missing.ToString()], Uids(answer, "00081198"));
        Assert.Equal([0x0119, 0x0112], answer["00081198"]!["Value"]!.AsArray().Select(item => (int)item!["00081197"]!["Value"]![0]!));

        using (var again = await server.Get($"dicom-web/commitment-requests/{transaction}", "application/dicom+xml"))
        {
            Assert.Equal((200, "application/dicom+xml"), ((int)again.StatusCode, again.Content.Headers.ContentType!.MediaType));
            Assert.Contains(missing.ToString(), XDocument.Parse(await again.Content.ReadAsStringAsync()).Root!.Value, StringComparison.Ordinal);
        }
        Assert.Equal(200, (await server.Post($"dicom-web/commitment-requests/{transaction}", body, "application/dicom+json")).Status); // the same again
        Assert.Equal(409, (await server.Post($"dicom-web/commitment-requests/{transaction}", Request((OfClass, kept.Instance)), "application/dicom+json")).Status);
        using var unknown = await server.Get($"dicom-web/commitment-requests/{Uid.New()}");
        Assert.Equal(404, (int)unknown.StatusCode);
    }

    [Theory]
    [InlineData("application/dicom+json")]
    [InlineData("application/dicom+xml")]
    [InlineData("multipart/related; type=\"application/dicom+json\"; boundary=b")]
    public async Task A_request_comes_in_either_model_alone_or_as_a_part(string contentType)
    {
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        await server.Stow(image.Native(TestImage.Pixels(32)));
        var body = contentType.EndsWith("xml", StringComparison.Ordinal)
            ? Encoding.UTF8.GetBytes($"<NativeDicomModel><DicomAttribute tag=\"00081199\" vr=\"SQ\"><Item number=\"1\"><DicomAttribute tag=\"00081150\" vr=\"UI\"><Value number=\"1\">{OfClass}</Value></DicomAttribute><DicomAttribute tag=\"00081155\" vr=\"UI\"><Value number=\"1\">{image.Instance}</Value></DicomAttribute></Item></DicomAttribute></NativeDicomModel>")
            : Request((OfClass, image.Instance));
        if (contentType[0] == 'm') body = [.. "--b\r\nContent-Type: application/dicom+json\r\n\r\n"u8, .. body, .. "\r\n--b--\r\n"u8];
        var (status, answer) = await server.Post($"dicom-web/commitment-requests/{Uid.New()}", body, contentType);
        Assert.Equal(200, status);
        Assert.Equal([image.Instance.ToString()], Uids(answer!, "00081199"));
    }

    [Theory]
    [InlineData("{", "application/dicom+json")]
    [InlineData("{}", "application/dicom+json")]
    [InlineData("[{},{}]", "application/dicom+json")]
    [InlineData("{\"00081199\":{\"vr\":\"SQ\",\"Value\":[{\"00081150\":{\"vr\":\"UI\",\"Value\":[\"1.2\"]}}]}}", "application/dicom+json")]
    [InlineData("{\"00081199\":{\"vr\":\"SQ\",\"Value\":[{}]}}", "text/plain")]
    [InlineData("", "multipart/related; type=\"application/dicom+json\"; boundary=b")]
    public async Task What_is_no_request_is_a_problem(string text, string contentType)
    {
        await using var server = await TestServer.Start();
        Assert.Equal(400, (await server.Post($"dicom-web/commitment-requests/{Uid.New()}", Encoding.UTF8.GetBytes(text), contentType)).Status);
    }

    private static byte[] Request(params (string Class, Uid Instance)[] references) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["00081199"] = new JsonObject
        {
            ["vr"] = "SQ",
            ["Value"] = new JsonArray([.. references.Select(reference => new JsonObject
            {
                ["00081150"] = new JsonObject { ["vr"] = "UI", ["Value"] = new JsonArray(reference.Class) }, ["00081155"] = new JsonObject { ["vr"] = "UI", ["Value"] = new JsonArray(reference.Instance.ToString()) },
            })]),
        },
    }.ToJsonString());

    private static IEnumerable<string?> Uids(JsonNode answer, string sequence) => answer[sequence]!["Value"]!.AsArray().Select(item => (string?)item!["00081155"]!["Value"]![0]);
}
