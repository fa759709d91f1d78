using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;

namespace Archive.Tests.Server;

/// <summary>Objects that come as metadata and bulk data (PS3.18 §10.5.2) are those that would have come whole.</summary>
public sealed class MetadataStoreTests
{
    private const string JsonRelated = "multipart/related; type=\"application/dicom+json\"; boundary=b";
    private const string XmlRelated = "multipart/related; type=\"application/dicom+xml\"; boundary=b";
    private const string Octets = "application/octet-stream";

    [Theory]
    [InlineData(32)]
    [InlineData(3 << 20)] // streamed, past what an object may have in memory
    public async Task Json_and_bulk_data_are_the_object_that_was_sent_whole(int pixelBytes)
    {
        await using var server = await TestServer.Start(settings => settings with { Vault = settings.Vault with { MaxObjectInMemoryBytes = 1 << 20 } });
        var (one, two) = (TestImage.New(), TestImage.New());
        var pixels = TestImage.Pixels(pixelBytes);
        var body = Body(
            (null, "application/dicom+json", Json(one, "bulk/1", pixelBytes).ToJsonString().Trim('[', ']') is var first
                ? Encoding.UTF8.GetBytes($"[{first},{Json(two, "http://elsewhere/2", pixelBytes).ToJsonString().Trim('[', ']')}]") : []),
            ("http://elsewhere/2", Octets, pixels), ("bulk/1", Octets, pixels)); // in another order than the metadata
        var (status, answer) = await server.Post("dicom-web/studies", body, JsonRelated);
        Assert.Equal(200, status);
        Assert.Equal(2, answer!["00081199"]!["Value"]!.AsArray().Count);
        foreach (var image in new[] { one, two })
        {
            var expected = image.Native(pixels, rows: RowsOf(pixelBytes));
            var stored = Assert.Single(await server.GetParts(image.Path, "multipart/related; type=\"application/dicom\"; transfer-syntax=*")).Body;
            Assert.Equal(DataSetOf(expected), DataSetOf(stored));
        }
    }

    [Fact]
    public async Task Xml_and_bulk_data_are_the_object_that_was_sent_whole()
    {
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        var pixels = TestImage.Pixels(32);
        using var document = new MemoryStream();
        using (var writer = System.Xml.XmlWriter.Create(document)) Concord.Dicom.Xml.DicomXmlWriter.Write(writer, image.Head());
        var xml = Encoding.UTF8.GetString(document.ToArray()).Replace(
            "</NativeDicomModel>", "<DicomAttribute tag=\"7FE00010\" vr=\"OW\" keyword=\"PixelData\"><BulkData uri=\"b1\"/></DicomAttribute></NativeDicomModel>", StringComparison.Ordinal);
        var (status, _) = await server.Post("dicom-web/studies", Body((null, "application/dicom+xml", Encoding.UTF8.GetBytes(xml)), ("b1", Octets, pixels)), XmlRelated);
        Assert.Equal(200, status);
        var stored = Assert.Single(await server.GetParts(image.Path, "multipart/related; type=\"application/dicom\"; transfer-syntax=*")).Body;
        Assert.Equal(DataSetOf(image.Native(pixels)), DataSetOf(stored));
    }

    [Fact]
    public async Task Metadata_with_all_in_them_need_no_parts()
    {
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        var pixels = TestImage.Pixels(32);
        var json = Json(image, null, 32);
        json[0]!["7FE00010"] = new JsonObject { ["vr"] = "OW", ["InlineBinary"] = Convert.ToBase64String(pixels) };
        Assert.Equal(200, (await server.Post("dicom-web/studies", Encoding.UTF8.GetBytes(json.ToJsonString()), "application/dicom+json")).Status);
        var stored = Assert.Single(await server.GetParts(image.Path, "multipart/related; type=\"application/dicom\"; transfer-syntax=*")).Body;
        Assert.Equal(DataSetOf(image.Native(pixels)), DataSetOf(stored));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_photograph_brings_its_own_rows_columns_and_syntax(int frames)
    {
        await using var server = await TestServer.Start(TestServer.WithCodecs);
        var source = TestImage.New();
        Assert.Equal(200, (await server.Stow(source.Native(TestImage.Pixels(48 * 32 * 2), rows: 48, columns: 32))).Status);
        using var rendered = await server.Get(source.Path + "/rendered", "image/jpeg");
        var photograph = await rendered.Content.ReadAsByteArrayAsync();
        var image = TestImage.New();
        var json = Json(image, "photo", 0);
        foreach (var left in new[] { "00280002", "00280004", "00280008", "00280010", "00280011", "00280100", "00280101", "00280102", "00280103" }) json[0]!.AsObject().Remove(left);
        var parts = Enumerable.Repeat(((string?)"photo", "image/jpeg", photograph), frames);
        var (status, _) = await server.Post($"dicom-web/studies/{image.Study}", Body([(null, "application/dicom+json", Encoding.UTF8.GetBytes(json.ToJsonString())), .. parts]), JsonRelated);
        Assert.Equal(200, status);
        var stored = Part10.Read(Assert.Single(await server.GetParts(image.Path, "multipart/related; type=\"application/dicom\"; transfer-syntax=*")).Body);
        Assert.Equal("1.2.840.10008.1.2.4.50", stored.Head.TransferSyntax.Uid.ToString());
        Assert.Equal((48, 32, 8, 1, "01"), (stored.DataSet.GetInt(Tags.Rows), stored.DataSet.GetInt(Tags.Columns), stored.DataSet.GetInt(Tags.BitsStored), stored.DataSet.GetInt(Tags.SamplesPerPixel), stored.DataSet.GetString(Tags.LossyImageCompression)));
        Assert.Equal(frames > 1 ? frames : null, stored.DataSet.GetInt(Tags.NumberOfFrames));
        foreach (var fragment in stored.DataSet[Tags.PixelData].Fragments!.Skip(1)) Assert.Equal(photograph, fragment[..photograph.Length].ToArray());
        Assert.Equal(frames, (await server.GetParts($"{image.Path}/frames/{string.Join(',', Enumerable.Range(1, frames))}", "multipart/related; type=\"image/jpeg\"; transfer-syntax=*")).Count);
    }

    [Fact]
    public async Task A_document_of_odd_length_is_padded_and_a_value_inside_a_sequence_finds_its_place()
    {
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        var document = TestImage.Pixels((2 << 20) + 1);
        var json = Json(image, null, 0);
        json[0]!.AsObject().Remove("7FE00010");
        json[0]!["00080016"]!["Value"]![0] = Uids.EncapsulatedPDFStorage.ToString();
        json[0]!["00420011"] = new JsonObject { ["vr"] = "OB", ["BulkDataURI"] = "pdf" };
        json[0]!["54000100"] = new JsonObject { ["vr"] = "SQ", ["Value"] = new JsonArray(new JsonObject { ["54001010"] = new JsonObject { ["vr"] = "OW", ["BulkDataURI"] = "wave" } }) };
        var (status, _) = await server.Post("dicom-web/studies",
            Body((null, "application/dicom+json", Encoding.UTF8.GetBytes(json.ToJsonString())), ("pdf", "application/pdf", document), ("wave", Octets, [1, 2, 3, 4])), JsonRelated);
        Assert.Equal(200, status);
        var stored = Part10.Read(Assert.Single(await server.GetParts(image.Path, "multipart/related; type=\"application/dicom\"; transfer-syntax=*")).Body).DataSet;
        Assert.Equal([.. document, 0], stored[Tags.EncapsulatedDocument].Value.ToArray());
        Assert.Equal([1, 2, 3, 4], stored[Tags.WaveformSequence].Items![0].DataSet[Tags.WaveformData].Value.ToArray());
    }

    [Fact]
    public async Task What_did_not_come_is_told_by_name_and_a_part_that_nobody_names_is_told_too()
    {
        await using var server = await TestServer.Start();
        var (whole, lacking) = (TestImage.New(), TestImage.New());
        var (status, answer) = await server.Post("dicom-web/studies", Body(
            (null, "application/dicom+json", Encoding.UTF8.GetBytes(Json(whole, "w", 32).ToJsonString())), (null, "application/dicom+json", Encoding.UTF8.GetBytes(Json(lacking, "l", 32).ToJsonString())),
            ("nobody", Octets, [0, 0]), ("w", Octets, TestImage.Pixels(32))), JsonRelated);
        Assert.Equal(202, status);
        Assert.Equal(whole.Instance.ToString(), (string?)Assert.Single(answer!["00081199"]!["Value"]!.AsArray())!["00081155"]!["Value"]![0]);
        var failed = Assert.Single(answer["00081198"]!["Value"]!.AsArray())!;
        Assert.Equal((lacking.Instance.ToString(), 0xC000), ((string?)failed["00081155"]!["Value"]![0], (int?)failed["00081197"]!["Value"]![0]));
        Assert.Single(answer["0008119A"]!["Value"]!.AsArray());
        Assert.Single(await server.GetJson("dicom-web/instances"));
    }

    [Fact]
    public async Task A_body_that_breaks_off_keeps_what_was_whole()
    {
        await using var server = await TestServer.Start();
        var (whole, cut) = (TestImage.New(), TestImage.New());
        var body = Body(
            (null, "application/dicom+json", Encoding.UTF8.GetBytes(Json(whole, "w", 32).ToJsonString())), (null, "application/dicom+json", Encoding.UTF8.GetBytes(Json(cut, "c", 64).ToJsonString())),
            ("w", Octets, TestImage.Pixels(32)), ("c", Octets, TestImage.Pixels(64)));
        var (status, answer) = await server.Post("dicom-web/studies", body[..^30], JsonRelated);
        Assert.Equal(202, status);
        Assert.Equal(whole.Instance.ToString(), (string?)Assert.Single(answer!["00081199"]!["Value"]!.AsArray())!["00081155"]!["Value"]![0]);
        Assert.NotNull(answer["00081198"]);
        Assert.NotNull(answer["0008119A"]);
    }

    [Theory]
    [InlineData("[{", "application/dicom+json")]
    [InlineData("{\"0008001\":{}}", "application/dicom+json")]
    [InlineData("[]", "application/dicom+json")]
    [InlineData("<!DOCTYPE a [<!ENTITY b \"c\">]><NativeDicomModel/>", "application/dicom+xml")]
    [InlineData("[{\"00080018\":{\"vr\":\"UI\",\"Value\":[\"1.2\"]}}]", "application/dicom+json")] // no object: names no class, no study
    public async Task What_are_no_metadata_is_a_problem(string text, string contentType)
    {
        await using var server = await TestServer.Start();
        foreach (var (body, type) in new[] { (Encoding.UTF8.GetBytes(text), contentType), (Body((null, contentType, Encoding.UTF8.GetBytes(text))), $"multipart/related; type=\"{contentType}\"; boundary=b") })
            Assert.Contains((await server.Post("dicom-web/studies", body, type)).Status, new[] { 400, 409 });
        Assert.Empty(await server.GetJson("dicom-web/instances"));
    }

    [Fact]
    public async Task Metadata_longer_than_their_bound_are_refused()
    {
        await using var server = await TestServer.Start(settings => settings with { DicomWeb = settings.DicomWeb with { MaxMetadataBytes = 1 << 16 } });
        var json = Json(TestImage.New(), null, 0);
        json[0]!["00204000"] = new JsonObject { ["vr"] = "LT", ["Value"] = new JsonArray(new string('x', 1 << 16)) };
        Assert.Equal(400, (await server.Post("dicom-web/studies", Encoding.UTF8.GetBytes(json.ToJsonString()), "application/dicom+json")).Status);
    }

    [Theory]
    [InlineData("gzip", 200)]
    [InlineData("deflate", 200)]
    [InlineData("br", 415)]
    [InlineData("zstd", 415)]
    public async Task A_compressed_body_is_taken(string encoding, int expected)
    {
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        var plain = TestServer.MultipartOf(image.Native(TestImage.Pixels(32)));
        using var packed = new MemoryStream();
        await using (Stream pack = encoding == "deflate" ? new ZLibStream(packed, CompressionMode.Compress, leaveOpen: true) : new GZipStream(packed, CompressionMode.Compress, leaveOpen: true)) await pack.WriteAsync(plain);
        Assert.Equal(expected, await PostEncoded(server, packed.ToArray(), encoding));
        Assert.Equal(expected == 200 ? 1 : 0, (await server.GetJson("dicom-web/instances")).Count);
        if (encoding == "gzip") Assert.Equal(400, await PostEncoded(server, packed.ToArray()[..20], encoding)); // breaks off
    }

    private static async Task<int> PostEncoded(TestServer server, byte[] body, string encoding)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/related; type=\"application/dicom\"; boundary=b");
        content.Headers.ContentEncoding.Add(encoding);
        using var answer = await server.Client.PostAsync(new Uri("dicom-web/studies", UriKind.Relative), content);
        return (int)answer.StatusCode;
    }

    /// <summary>The metadata of an image of four columns; pixel data at a location, or none.</summary>
    private static JsonArray Json(TestImage image, string? location, int pixelBytes)
    {
        using var bytes = new MemoryStream();
        using (var writer = new System.Text.Json.Utf8JsonWriter(bytes)) Concord.Dicom.Json.DicomJsonWriter.Write(writer, image.Head(rows: RowsOf(pixelBytes)));
        var json = new JsonArray(JsonNode.Parse(bytes.ToArray()));
        json[0]!["7FE00010"] = new JsonObject { ["vr"] = "OW", ["BulkDataURI"] = location };
        if (location is null) json[0]!.AsObject().Remove("7FE00010");
        return json;
    }

    private static int RowsOf(int pixelBytes) => Math.Min(pixelBytes / 8, ushort.MaxValue);

    private static byte[] Body(params (string? Location, string ContentType, byte[] Bytes)[] parts)
    {
        var body = new MemoryStream();
        foreach (var (location, contentType, bytes) in parts)
        {
            body.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\r\n--b\r\nContent-Type: {contentType}\r\n")));
            if (location is not null) body.Write(Encoding.ASCII.GetBytes($"Content-Location: {location}\r\n"));
            body.Write("\r\n"u8);
            body.Write(bytes);
        }
        body.Write("\r\n--b--\r\n"u8);
        return body.ToArray();
    }

    private static byte[] DataSetOf(byte[] file) => DataSetWriter.ToArray(Part10.Read(file).DataSet, TransferSyntax.ImplicitVrLittleEndian);
}
