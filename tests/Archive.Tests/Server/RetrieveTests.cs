using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;

namespace Archive.Tests.Server;

public sealed class RetrieveTests
{
    private const string AsItLies = "multipart/related; type=\"application/dicom\"; transfer-syntax=*";
    private const string Octets = "multipart/related; type=application/octet-stream; transfer-syntax=*";

    [Fact]
    public async Task An_object_whose_pixels_are_elsewhere_is_given_as_it_is_or_not_at_all()
    {
        await using var server = await TestServer.Start();
        var (_, answer) = await server.Stow(await File.ReadAllBytesAsync(TestServer.Fixture("jpip-referenced_u8.dcm")));
        var path = new Uri((string)answer!["00081199"]!["Value"]![0]!["00081190"]!["Value"]![0]!).AbsolutePath;
        using var asItLies = await server.Get(path, "application/dicom; transfer-syntax=*");
        Assert.Equal(200, (int)asItLies.StatusCode);
        using var native = await server.Get(path, "application/dicom; transfer-syntax=1.2.840.10008.1.2.1");
        Assert.NotEqual(200, (int)native.StatusCode);
    }

    [Fact]
    public async Task Objects_come_back_with_the_data_set_that_was_sent()
    {
        await using var server = await TestServer.Start();
        var (study, series) = (TestImage.New().Study, TestImage.New().Series);
        var (one, two) = (TestImage.New(study, series), TestImage.New(study));
        byte[][] files = [one.Native(TestImage.Pixels(32)), two.Encapsulated([1, 2], [3, 4, 5, 6])];
        await server.Stow(files);
        foreach (var (path, expected) in new[] { ($"dicom-web/studies/{study}", files), (one.SeriesPath, files[..1]), (two.Path, files[1..]) })
        {
            foreach (var accept in new[] { AsItLies, "*/*", "multipart/related; type=application/dicom" })
                Assert.Equal(expected.Select(DataSetOf).Order(), (await server.GetParts(path, accept)).Select(part => DataSetOf(part.Body)).Order());
        }
    }

    [Fact]
    public async Task One_object_may_come_alone_with_its_length_and_in_ranges()
    {
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        await server.Stow(image.Native(TestImage.Pixels(32)));
        using var whole = await server.Get(image.Path, "application/dicom; transfer-syntax=*");
        var bytes = await whole.Content.ReadAsByteArrayAsync();
        Assert.Equal("application/dicom", whole.Content.Headers.ContentType?.MediaType);
        Assert.Equal(bytes.Length, whole.Content.Headers.ContentLength);
        using var part = await server.Get(image.Path, "application/dicom", headers => headers.Range = new RangeHeaderValue(128, 131));
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal("DICM"u8.ToArray(), await part.Content.ReadAsByteArrayAsync());
        using var outside = await server.Get(image.Path, "application/dicom", headers => headers.Range = new RangeHeaderValue(bytes.Length, null));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, outside.StatusCode);
    }

    [Theory]
    [InlineData("1.2.840.10008.1.2")]
    [InlineData("1.2.840.10008.1.2.1")]
    [InlineData("1.2.840.10008.1.2.2")]
    [InlineData("1.2.840.10008.1.2.1.99")]
    public async Task Native_objects_are_put_into_every_native_syntax(string stored)
    {
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        var pixels = TestImage.Pixels(32);
        var syntax = TransferSyntax.Of(Uid.Parse(stored));
        await server.Stow(image.Native(syntax.IsBigEndian ? Swapped(pixels) : pixels, syntax: syntax));
        foreach (var wanted in new[] { "1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.1.99" })
        {
            var part = Assert.Single(await server.GetParts(image.Path, $"multipart/related; type=\"application/dicom\"; transfer-syntax={wanted}"));
            Assert.Contains("transfer-syntax=" + wanted, part.Headers, StringComparison.Ordinal);
            var (head, dataSet) = Part10.Read(part.Body);
            Assert.Equal(wanted, head.TransferSyntax.Uid.ToString());
            Assert.Equal(pixels, dataSet[Tags.PixelData].Value.ToArray());
            Assert.Equal(TestImage.PatientName, dataSet.GetString(Tags.PatientName));
        }
    }

    [Fact]
    public async Task A_compressed_object_that_is_damaged_is_a_problem_alone_and_a_problem_among_the_parts_of_a_series()
    {
        await using var server = await TestServer.Start(TestServer.WithCodecs);
        var (native, compressed) = (TestImage.New(), TestImage.New());
        compressed = compressed with { Study = native.Study, Series = native.Series };
        await server.Stow(native.Native(TestImage.Pixels(32)), compressed.Encapsulated([1, 2]));
        const string explicitOnly = "multipart/related; type=\"application/dicom\"; transfer-syntax=1.2.840.10008.1.2.1";
        foreach (var accept in new[] { explicitOnly, "application/dicom; transfer-syntax=1.2.840.10008.1.2.1" })
        {
            using var refused = await server.Get(compressed.Path, accept);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
        }
        var parts = await server.GetParts(native.SeriesPath, explicitOnly);
        Assert.Equal(2, parts.Count);
        Assert.Single(parts, part => part.Headers.Contains("application/problem+json", StringComparison.Ordinal));
        Assert.Single(parts, part => part.Headers.Contains("transfer-syntax=1.2.840.10008.1.2.1", StringComparison.Ordinal));
        using var html = await server.Get(native.Path, "text/html");
        Assert.Equal(HttpStatusCode.NotAcceptable, html.StatusCode);
    }

    [Theory]
    [InlineData("jpeg-lossless-sv1_ct16s.dcm")]
    [InlineData("jpegls_u8.dcm")]
    [InlineData("htj2k-lossless-rpcl_mr12u.dcm")]
    [InlineData("rle_u8.dcm")]
    [InlineData("jpeg-baseline-q90_rgb8.dcm")]
    public async Task A_compressed_object_comes_native_whole_and_frame_by_frame_to_who_asks_for_that(string fixture)
    {
        await using var server = await TestServer.Start(TestServer.WithCodecs);
        var file = await File.ReadAllBytesAsync(TestServer.Fixture(fixture));
        await server.Stow(file);
        var sent = Part10.Read(file).DataSet;
        var path = $"dicom-web/studies/{sent.GetUid(Tags.StudyInstanceUID)}/series/{sent.GetUid(Tags.SeriesInstanceUID)}/instances/{sent.GetUid(Tags.SOPInstanceUID)}";
        var part = Assert.Single(await server.GetParts(path, "multipart/related; type=\"application/dicom\"; transfer-syntax=1.2.840.10008.1.2.1"));
        using var single = await server.Get(path, "application/dicom; transfer-syntax=1.2.840.10008.1.2.1");
        Assert.Equal(part.Body, await single.Content.ReadAsByteArrayAsync());
        using var uri = await server.Get($"wado?requestType=WADO&objectUID={sent.GetUid(Tags.SOPInstanceUID)}&contentType=application/dicom&transferSyntax=1.2.840.10008.1.2.1");
        Assert.Equal(part.Body, await uri.Content.ReadAsByteArrayAsync());
        var (head, dataSet) = Part10.Read(part.Body);
        Assert.Equal(TransferSyntax.ExplicitVrLittleEndian, head.TransferSyntax);
        Assert.Equal(sent.GetUid(Tags.SOPInstanceUID), dataSet.GetUid(Tags.SOPInstanceUID));
        var frame = Assert.Single(await server.GetParts(path + "/frames/1", "multipart/related; type=\"application/octet-stream\""));
        Assert.Equal(dataSet[Tags.PixelData].Value.ToArray(), frame.Body);
        Assert.Equal("Content-Type: application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1", frame.Headers);
    }

    [Theory]
    [InlineData("multipart/related; type=\"image/jls\"", "image/jls", "1.2.840.10008.1.2.4.80")]
    [InlineData("multipart/related; type=\"image/jphc\"", "image/jphc", "1.2.840.10008.1.2.4.201")]
    [InlineData("multipart/related; type=\"application/octet-stream\"; transfer-syntax=1.2.840.10008.1.2.4.90", "application/octet-stream", "1.2.840.10008.1.2.4.90")]
    public async Task A_native_frame_is_compressed_for_who_names_the_syntax_or_its_media_type(string accept, string type, string syntax)
    {
        await using var server = await TestServer.Start(TestServer.WithCodecs);
        var image = TestImage.New();
        var pixels = TestImage.Pixels(2 * 64 * 64);
        await server.Stow(image.Native(pixels, rows: 64, columns: 64));
        var part = Assert.Single(await server.GetParts(image.Path + "/frames/1", accept));
        Assert.Equal($"Content-Type: {type}; transfer-syntax={syntax}", part.Headers);
        var whole = Assert.Single(await server.GetParts(image.Path, $"multipart/related; type=\"application/dicom\"; transfer-syntax={syntax}"));
        Assert.Equal(Part10.Read(whole.Body).DataSet[Tags.PixelData].Fragments![1].ToArray(), part.Body);
    }

    [Fact]
    public async Task What_has_no_decoder_is_refused_to_who_cannot_take_it_and_left_out_of_a_series()
    {
        await using var server = await TestServer.Start();
        var native = TestImage.New();
        var video = TestImage.New(native.Study, native.Series);
        var dataSet = video.Head().Set(DataElement.Encapsulated(Tags.PixelData, [default, new byte[] { 1, 2 }]));
        await server.Stow(native.Native(TestImage.Pixels(32)), Part10.ToArray(dataSet, TransferSyntax.Of(Uid.Parse("1.2.840.10008.1.2.4.102"))));
        const string explicitOnly = "multipart/related; type=\"application/dicom\"; transfer-syntax=1.2.840.10008.1.2.1";
        using var refused = await server.Get(video.Path, explicitOnly);
        Assert.Equal(HttpStatusCode.NotAcceptable, refused.StatusCode);
        using var partly = await server.Get(native.SeriesPath, explicitOnly);
        Assert.Equal(HttpStatusCode.PartialContent, partly.StatusCode);
    }

    [Fact]
    public async Task Frames_are_slices_of_native_pixels()
    {
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        var pixels = TestImage.Pixels(96);
        await server.Stow(image.Native(pixels, frames: 3));
        var parts = await server.GetParts(image.Path + "/frames/1,3", Octets);
        Assert.Equal([pixels[..32], pixels[64..]], parts.Select(part => part.Body));
        Assert.All(parts, part => Assert.Equal("Content-Type: application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1", part.Headers));
        using var single = await server.Get(image.Path + "/frames/2", "application/octet-stream", headers => headers.Range = new RangeHeaderValue(4, 7));
        Assert.Equal(pixels[36..40], await single.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Frames_of_big_endian_and_deflated_objects_are_little_endian()
    {
        await using var server = await TestServer.Start();
        var pixels = TestImage.Pixels(64);
        foreach (var syntax in new[] { TransferSyntax.ExplicitVrBigEndian, TransferSyntax.DeflatedExplicitVrLittleEndian })
        {
            var image = TestImage.New();
            await server.Stow(image.Native(syntax.IsBigEndian ? Swapped(pixels) : pixels, frames: 2, syntax: syntax));
            Assert.Equal([pixels[32..]], (await server.GetParts(image.Path + "/frames/2", Octets)).Select(part => part.Body));
            Assert.Equal(pixels, await Bytes(server, image.Path + "/bulkdata/7FE00010", "*/*"));
        }
    }

    [Fact]
    public async Task Frames_of_one_bit_begin_on_a_byte()
    {
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        await server.Stow(image.Native([0b1010_0110, 0b0000_0010], rows: 3, columns: 3, bits: 1)[..]);
        Assert.Equal([0b1010_0110, 0b0], (await server.GetParts(image.Path + "/frames/1", Octets))[0].Body);
        var two = TestImage.New();
        await server.Stow(two.Native([0b1010_0110, 0b0000_0010, 0b1, 0], rows: 3, columns: 3, bits: 1, frames: 2));
        Assert.Equal([0b1000_0001, 0b0], (await server.GetParts(two.Path + "/frames/2", Octets))[0].Body);
    }

    [Fact]
    public async Task Frames_of_compressed_objects_are_their_fragments()
    {
        await using var server = await TestServer.Start(TestServer.WithCodecs);
        var image = TestImage.New();
        await server.Stow(image.Encapsulated([1, 2], [3, 4, 5, 6]));
        var parts = await server.GetParts(image.Path + "/frames/2,1", Octets);
        Assert.Equal([[3, 4, 5, 6], [1, 2]], parts.Select(part => part.Body));
        Assert.Equal("Content-Type: application/octet-stream; transfer-syntax=1.2.840.10008.1.2.4.50", parts[0].Headers);
        Assert.Equal("Content-Type: image/jpeg; transfer-syntax=1.2.840.10008.1.2.4.50", (await server.GetParts(image.Path + "/frames/1", "multipart/related; type=\"image/jpeg\""))[0].Headers);
        foreach (var accept in new[] { "multipart/related; type=\"application/octet-stream\"", "application/octet-stream" })
        {
            using var refused = await server.Get(image.Path + "/frames/1", accept); // no JPEG: it cannot be decoded
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        }
    }

    [Theory]
    [InlineData("/frames/2", 404)]
    [InlineData("/frames/0", 400)]
    [InlineData("/frames/x", 400)]
    [InlineData("/bulkdata/00280010/0", 404)]
    [InlineData("/bulkdata/nothing", 404)]
    [InlineData("/bulkdata/54000100/0/54001010", 404)]
    [InlineData("/nothing", 404)]
    public async Task What_is_not_there_is_a_problem(string path, int status)
    {
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        await server.Stow(image.Native(TestImage.Pixels(32)));
        using var answer = await server.Get(image.Path + path);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var nobody = TestImage.New();
        foreach (var unknown in new[] { nobody.Path, nobody.SeriesPath, nobody.Path + "/metadata", nobody.Path + "/frames/1", $"dicom-web/studies/{nobody.Study}", $"dicom-web/studies/{image.Study}/series/{nobody.Series}" })
        {
            using var missing = await server.Get(unknown);
            Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        }
    }

    [Fact]
    public async Task Metadata_names_bulk_data_that_can_be_had()
    {
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        var (document, noise) = (TestImage.Pixels(100_000), TestImage.Pixels(10_000));
        var item = new DataSet().Set(new DataElement(Tags.WaveformData, Vr.OW, noise));
        var dataSet = image.Head().SetItems(Tags.WaveformSequence, item).SetString(Tags.MIMETypeOfEncapsulatedDocument, "application/pdf")
            .Set(new DataElement(Tags.EncapsulatedDocument, Vr.OB, document)).Set(new DataElement(Tags.PixelData, Vr.OW, TestImage.Pixels(32)));
        await server.Stow(Part10.ToArray(dataSet, TransferSyntax.ExplicitVrLittleEndian));
        foreach (var path in new[] { image.Path, image.SeriesPath, $"dicom-web/studies/{image.Study}" })
        {
            var metadata = Assert.Single(await server.GetJson(path + "/metadata"))!;
            Assert.Equal("张^三", (string?)metadata["00100010"]!["Value"]![0]!["Ideographic"]);
            Assert.Equal(document, await Bulk(server, path, metadata["00420011"]!));
            Assert.Equal(TestImage.Pixels(32), await Bulk(server, path, metadata["7FE00010"]!));
            Assert.Equal(noise, await Bulk(server, path, metadata["54000100"]!["Value"]![0]!["54001010"]!));
        }
        using var pdf = await server.Get(image.Path + "/bulkdata/00420011?accept=application/pdf");
        Assert.Equal("application/pdf", pdf.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task What_has_not_changed_is_not_sent_again()
    {
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        await server.Stow(image.Native(TestImage.Pixels(32)));
        foreach (var path in new[] { image.Path, image.Path + "/metadata", image.Path + "/frames/1", image.SeriesPath })
        {
            using var first = await server.Get(path);
            using var again = await server.Get(path, headers: headers => headers.IfNoneMatch.Add(first.Headers.ETag!));
            Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        }
        using var before = await server.Get(image.SeriesPath + "/metadata");
        await server.Stow(TestImage.New(image.Study, image.Series).Native(TestImage.Pixels(32)));
        using var after = await server.Get(image.SeriesPath + "/metadata", headers: headers => headers.IfNoneMatch.Add(before.Headers.ETag!));
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Fact]
    public async Task The_URI_service_gives_whole_objects()
    {
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        var file = image.Native(TestImage.Pixels(32));
        await server.Stow(file);
        var address = $"wado?requestType=WADO&objectUID={image.Instance}&contentType=application/dicom";
        Assert.Equal(DataSetOf(file), DataSetOf(await Bytes(server, $"{address}&studyUID={image.Study}&seriesUID={image.Series}", "*/*")));
        Assert.StartsWith("1.2.840.10008.1.2 ", DataSetOf(await Bytes(server, address + "&transferSyntax=1.2.840.10008.1.2", "*/*")), StringComparison.Ordinal);
        foreach (var (wrong, status) in new[]
        {
            ("wado", 400), ($"{address}x", 406), ($"{address}&studyUID=x", 400), ($"{address}&studyUID=1.2", 404), ($"{address}&transferSyntax=1.2.840.10008.1.2.4.50", 406),
            ($"wado?requestType=WADO&objectUID={image.Instance}&contentType=image/gif", 406),
        })
        {
            using var answer = await server.Get(wrong);
            Assert.Equal(status, (int)answer.StatusCode);
        }
    }

    [Fact]
    public async Task Head_answers_without_a_body()
    {
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        await server.Stow(image.Native(TestImage.Pixels(32)));
        foreach (var path in new[] { image.Path, image.Path + "/frames/1", image.Path + "/metadata", image.Path + "/bulkdata/7FE00010" })
        {
            using var answer = await server.Get(path, method: HttpMethod.Head);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
            Assert.NotNull(answer.Headers.ETag);
        }
    }

    private static async Task<byte[]> Bulk(TestServer server, string path, JsonNode element)
    {
        var uri = new Uri(new Uri(server.Client.BaseAddress!, path + "/metadata"), (string)element["BulkDataURI"]!);
        return await Bytes(server, uri.PathAndQuery[1..], "application/octet-stream");
    }

    private static async Task<byte[]> Bytes(TestServer server, string path, string accept)
    {
        using var answer = await server.Get(path, accept);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode}");
        return await answer.Content.ReadAsByteArrayAsync();
    }

    private static string DataSetOf(byte[] file)
    {
        Assert.True(Part10.TryReadHead(new(file), isWhole: true, out var head));
        return $"{head.TransferSyntax.Uid} {Convert.ToHexString(file.AsSpan((int)head.DataSetOffset))}";
    }

    private static byte[] Swapped(byte[] pixels) => [.. pixels.Chunk(2).SelectMany(pair => pair.Reverse())];
}
