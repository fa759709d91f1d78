using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;

namespace Archive.Tests.Server;

/// <summary>Rendered resources and the image types of the URI service; PNG, which needs no codec.</summary>
public sealed class RenderedTests
{
    private const string Png = "image/png";

    private const string Pngs = "multipart/related; type=\"image/png\"";

    [Fact]
    public async Task The_picture_of_an_object_is_drawn_with_its_window_or_the_one_that_is_asked_for()
    {
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        await server.Stow(Ramp(image));
        Assert.Equal([0, 85, 170, 255], await Pixels(server, image.Path + "/rendered"));
        Assert.Equal([0, 85, 170, 255], await Pixels(server, image.Path + "/frames/1/rendered"));
        Assert.Equal([0, 0, 255, 255], await Pixels(server, image.Path + "/rendered?window=200,1,linear"));
        Assert.Equal([19, 128, 236, 253], await Pixels(server, image.Path + "/rendered?window=100,160,sigmoid"));
        Assert.Equal([128, 255, 255, 255], await Pixels(server, image.Path + "/rendered?window=0,100,linear-exact&quality=5&unknown=1"));
        Assert.Equal([64, 191, 255, 255], await Pixels(server, image.Path + "/rendered?preset=2"));
        Assert.Equal([64, 191, 255, 255], await Pixels(server, image.Path + "/rendered?preset=narrow"));
    }

    [Fact]
    public async Task A_presentation_state_gives_a_picture_of_each_of_its_images_to_who_takes_several()
    {
        await using var server = await TestServer.Start();
        var (first, second, state) = (TestImage.New(), default(TestImage)!, default(TestImage)!);
        (second, state) = (TestImage.New(first.Study, first.Series), TestImage.New(first.Study));
        await server.Stow(first.Native([0, 80, 160, 240], 2, 2, bits: 8), second.Native([10, 20, 30, 40, 50, 60, 70, 80], 2, 2, bits: 8, frames: 2));
        var head = new DataSet().SetUid(Tags.SOPClassUID, Uid.Parse("1.2.840.10008.5.1.4.1.1.11.1")).SetUid(Tags.SOPInstanceUID, state.Instance).SetUid(Tags.StudyInstanceUID, state.Study)
            .SetUid(Tags.SeriesInstanceUID, state.Series).SetString(Tags.Modality, "PR").SetString(Tags.PatientID, "P-1").SetString(Tags.PresentationLUTShape, "INVERSE");
        var series = head.NewItem().SetUid(Tags.SeriesInstanceUID, first.Series);
        series.SetItems(Tags.ReferencedImageSequence, series.NewItem().SetUid(Tags.ReferencedSOPInstanceUID, first.Instance),
            series.NewItem().SetUid(Tags.ReferencedSOPInstanceUID, second.Instance).SetInts(Tags.ReferencedFrameNumber, [1, 2], Vr.IS));
        await server.Stow(Part10.ToArray(head.SetItems(Tags.ReferencedSeriesSequence, series), TransferSyntax.ExplicitVrLittleEndian));
        var parts = await server.GetParts(state.Path + "/rendered", Pngs);
        Assert.Equal([[255, 175, 95, 15], [245, 235, 225, 215], [205, 195, 185, 175]], parts.Select(part => TestPng.Pixels(part.Body)));
    }

    [Fact]
    public async Task Viewports_cut_scale_and_flip()
    {
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        await server.Stow(Ramp(image));
        Assert.Equal([43, 213], await Pixels(server, image.Path + "/rendered?viewport=2,2"));
        Assert.Equal([255, 170], await Pixels(server, image.Path + "/rendered?viewport=2,2,2,0,-2,1"));
        Assert.Equal([85, 170, 255], await Pixels(server, image.Path + "/rendered?viewport=3,1,1,,,"));
    }

    [Fact]
    public async Task Parameters_that_make_no_sense_are_told()
    {
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        await server.Stow(Ramp(image));
        foreach (var query in new[]
        {
            "?window=1", "?window=1,0,linear", "?window=1,2,bent", "?window=x,2,linear", "?window=NaN,2,linear", "?viewport=0,10",
            "?viewport=10", "?viewport=10,10,1,1,0,1", "?viewport=10,10,-1,1,1,1", "?viewport=10,10,1,1,1,1,1", "?quality=0", "?quality=101",
            "?preset=",
        })
        {
            using var answer = await server.Get(image.Path + "/rendered" + query, Png);
            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, query);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        }
    }

    [Fact]
    public async Task Types_and_frames_that_are_not_given_are_told()
    {
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        await server.Stow(Ramp(image));
        foreach (var (path, accept, status) in new[]
        {
            ("/rendered", "text/html", 406),
            ("/rendered", "image/gif", 406),
            ("/rendered", "image/png;q=0", 200), // nothing is left of it: no preference
            ("/rendered", "image/gif, image/png;q=0.1", 200),
            ("/rendered?accept=image/png", "text/html", 200),
            ("/frames/2/rendered", "image/png", 404),
            ("/frames/x/rendered", "image/png", 400),
            ("/frames/1,1/rendered", "image/png", 406),
            ("/rendered?viewport=10,10,4,0,1,1", "image/png", 400),
        })
        {
            using var answer = await server.Get(image.Path + path, accept);
            Assert.True(status == (int)answer.StatusCode, path + " " + accept);
        }
    }

    [Fact]
    public async Task A_picture_has_a_tag_and_a_length_and_is_not_sent_twice()
    {
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        await server.Stow(Ramp(image));
        using var first = await server.Get(image.Path + "/rendered", Png);
        var tag = first.Headers.ETag!;
        Assert.Equal((await first.Content.ReadAsByteArrayAsync()).Length, first.Content.Headers.ContentLength);
        Assert.Contains("Accept", first.Headers.Vary);
        using var again = await server.Get(image.Path + "/rendered", Png, headers => headers.IfNoneMatch.Add(tag));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        using var other = await server.Get(image.Path + "/rendered?window=1,2,linear", Png, headers => headers.IfNoneMatch.Add(tag));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        using var head = await server.Get(image.Path + "/rendered", Png, method: HttpMethod.Head);
        Assert.Equal((HttpStatusCode.OK, tag), (head.StatusCode, head.Headers.ETag));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        using var nobody = await server.Get(TestImage.New().Path + "/rendered", Png);
        Assert.Equal(HttpStatusCode.NotFound, nobody.StatusCode);
    }

    [Fact]
    public async Task Frames_and_series_come_as_parts_and_what_has_no_picture_is_left_out()
    {
        await using var server = await TestServer.Start();
        var cine = TestImage.New();
        var (still, report) = (TestImage.New(cine.Study, cine.Series), TestImage.New(cine.Study, cine.Series));
        await server.Stow(Cine(cine, 3), Ramp(still), Part10.ToArray(Bare(report), TransferSyntax.ExplicitVrLittleEndian));
        Assert.Equal([[0, 1, 2, 3], [40, 41, 42, 43], [80, 81, 82, 83]], (await server.GetParts(cine.Path + "/rendered", Pngs)).Select(part => Decode(part.Body)));
        Assert.Equal([[80, 81, 82, 83], [0, 1, 2, 3]], (await server.GetParts(cine.Path + "/frames/3,1/rendered", Pngs)).Select(part => Decode(part.Body)));
        Assert.Equal([40, 41, 42, 43], await Pixels(server, cine.Path + "/rendered")); // its representative frame
        foreach (var path in new[] { cine.SeriesPath, $"dicom-web/studies/{cine.Study}" })
        {
            var parts = await server.GetParts(path + "/rendered", Pngs);
            Assert.Equal(4, parts.Count);
            Assert.All(parts, part => Assert.Equal("Content-Type: image/png", part.Headers));
            Assert.Equal([0, 85, 170, 255], Decode(parts[3].Body));
        }
        using var single = await server.Get(cine.SeriesPath + "/rendered", Png);
        Assert.Equal(HttpStatusCode.NotAcceptable, single.StatusCode);
        using var none = await server.Get(report.Path + "/rendered", Png);
        Assert.Equal(HttpStatusCode.NotAcceptable, none.StatusCode);
        using var noParts = await server.Get(report.Path + "/rendered", Pngs);
        Assert.Equal(HttpStatusCode.NotAcceptable, noParts.StatusCode);
    }

    [Fact]
    public async Task A_series_without_any_picture_is_not_acceptable()
    {
        await using var server = await TestServer.Start();
        var one = TestImage.New();
        var two = TestImage.New(one.Study, one.Series);
        await server.Stow(Part10.ToArray(Bare(one), TransferSyntax.ExplicitVrLittleEndian), Part10.ToArray(Bare(two), TransferSyntax.ExplicitVrLittleEndian));
        using var answer = await server.Get(one.SeriesPath + "/rendered", Pngs);
        Assert.Equal(HttpStatusCode.NotAcceptable, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Null(answer.Headers.ETag);
    }

    [Fact]
    public async Task What_fails_among_others_is_told_in_its_place()
    {
        await using var server = await TestServer.Start();
        var good = TestImage.New();
        var bad = TestImage.New(good.Study, good.Series);
        var head = bad.Head(rows: 1, bits: 8).SetString(Tags.PhotometricInterpretation, "PALETTE COLOR").Set(new DataElement(Tags.PixelData, Vr.OB, new byte[4]));
        await server.Stow(Part10.ToArray(head, TransferSyntax.ExplicitVrLittleEndian), Ramp(good));
        var parts = await server.GetParts(good.SeriesPath + "/rendered", Pngs);
        Assert.Equal(["Content-Type: application/problem+json", "Content-Type: image/png"], parts.Select(part => part.Headers));
        Assert.Equal(422, (int)JsonNode.Parse(parts[0].Body)!["status"]!);
        using var alone = await server.Get(bad.Path + "/rendered", Png);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, alone.StatusCode);
    }

    [Fact]
    public async Task The_URI_service_draws_too()
    {
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        await server.Stow(Ramp(image));
        var address = $"wado?requestType=WADO&studyUID={image.Study}&seriesUID={image.Series}&objectUID={image.Instance}&contentType=image/png";
        Assert.Equal([0, 85, 170, 255], await Pixels(server, address));
        Assert.Equal([0, 0, 255, 255], await Pixels(server, address + "&windowCenter=200&windowWidth=1&frameNumber=1&imageQuality=50&annotation=patient"));
        Assert.Equal([170, 255], await Pixels(server, address + "&region=0.5,0,1,1"));
        Assert.Equal([43, 213], await Pixels(server, address + "&columns=2"));
        Assert.Equal([43, 213], await Pixels(server, address + "&columns=2&rows=2"));
        foreach (var (wrong, status) in new[]
        {
            ("&windowCenter=1", 400), ("&windowCenter=1&windowWidth=0", 400), ("&region=0,0,2,1", 400), ("&region=1,0,0,1", 400), ("&rows=0", 400), ("&frameNumber=0", 400),
            ("&frameNumber=2", 404), ("&imageQuality=x", 400),
        })
        {
            using var answer = await server.Get(address + wrong);
            Assert.Equal(status, (int)answer.StatusCode);
        }
    }

    [Fact]
    public async Task Many_are_drawn_a_few_at_a_time()
    {
        await using var server = await TestServer.Start(settings => settings with { Imaging = settings.Imaging with { MaxRenderings = 1, MaxRenderingBytes = 64 << 20 } });
        var image = TestImage.New();
        await server.Stow(Ramp(image));
        var all = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Pixels(server, $"{image.Path}/rendered?window={i},1,linear")));
        Assert.All(all.Skip(1), pixels => Assert.Equal([0, 255, 255, 255], pixels));
    }

    /// <summary>0, 100, 200, 300 in one row, shown from black to white by its first window; the second is from -50 to 150 and called narrow.</summary>
    private static byte[] Ramp(TestImage image) => Part10.ToArray(
        image.Head(rows: 1).SetStrings(Tags.WindowCenter, ["150", "50"]).SetStrings(Tags.WindowWidth, ["300", "200"]).SetString(Tags.VOILUTFunction, "LINEAR_EXACT")
            .SetStrings(Tags.WindowCenterWidthExplanation, ["WIDE", "NARROW"])
            .Set(new DataElement(Tags.PixelData, Vr.OW, new byte[] { 0, 0, 100, 0, 200, 0, 44, 1 })), TransferSyntax.ExplicitVrLittleEndian);

    private static byte[] Cine(TestImage image, int frames) => Part10.ToArray(
        image.Head(rows: 1, bits: 8, frames: frames).SetInt(Tags.RepresentativeFrameNumber, 2)
            .Set(new DataElement(Tags.PixelData, Vr.OB, Enumerable.Range(0, frames * 4).Select(i => (byte)((i / 4 * 40) + (i % 4))).ToArray())), TransferSyntax.ExplicitVrLittleEndian);

    private static DataSet Bare(TestImage image)
    {
        var head = image.Head();
        return new DataSet().SetUid(Tags.SOPClassUID, head.GetUid(Tags.SOPClassUID)!.Value).SetUid(Tags.SOPInstanceUID, image.Instance).SetString(Tags.PatientID, "P-1")
            .SetUid(Tags.StudyInstanceUID, image.Study).SetUid(Tags.SeriesInstanceUID, image.Series);
    }

    private static async Task<byte[]> Pixels(TestServer server, string path)
    {
        using var answer = await server.Get(path, Png);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {System.Text.Encoding.UTF8.GetString(bytes)}");
        Assert.Equal(Png, answer.Content.Headers.ContentType?.MediaType);
        return Decode(bytes);
    }

    /// <summary>The one row of a gray PNG whose stream lies in one chunk.</summary>
    private static byte[] Decode(byte[] file)
    {
        var at = file.AsSpan().IndexOf("IDAT"u8);
        using var zlib = new ZLibStream(new MemoryStream(file, at + 4, BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at - 4))), CompressionMode.Decompress);
        var row = new MemoryStream();
        zlib.CopyTo(row);
        var bytes = row.ToArray();
        Assert.Equal((1, BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(16)) + 1), (bytes[0], bytes.Length)); // Sub
        for (var i = 2; i < bytes.Length; i++) bytes[i] += bytes[i - 1];
        return bytes[1..];
    }
}
