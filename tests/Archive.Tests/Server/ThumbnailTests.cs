using System.Buffers.Binary;
using System.Net;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;

namespace Archive.Tests.Server;

/// <summary>Thumbnail resources; PNG, which needs no codec.</summary>
public sealed class ThumbnailTests
{
    private const string Png = "image/png";

    [Fact]
    public async Task Studies_series_instances_and_frames_have_thumbnails_of_the_size_asked_for()
    {
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        await server.Stow(image.Native(TestImage.Pixels(3 * 600 * 400), 400, 600, bits: 8, frames: 3));
        var study = $"dicom-web/studies/{image.Study}";
        foreach (var path in new[] { study, image.SeriesPath, image.Path, image.Path + "/frames/2" })
        {
            Assert.Equal((256, 171), await Size(server, path + "/thumbnail"));
            Assert.Equal((60, 40), await Size(server, path + "/thumbnail?viewport=60,60"));
        }
    }

    [Fact]
    public async Task What_is_not_there_or_makes_no_sense_is_told()
    {
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        await server.Stow(image.Native(TestImage.Pixels(32)));
        foreach (var (path, accept, status) in new[]
        {
            (image.Path + "/thumbnail", "image/gif", HttpStatusCode.NotAcceptable), (image.Path + "/frames/2/thumbnail", Png, HttpStatusCode.NotFound),
            (image.Path + "/frames/0/thumbnail", Png, HttpStatusCode.BadRequest), ($"dicom-web/studies/{Uid.New()}/thumbnail", Png, HttpStatusCode.NotFound),
            (image.Path + "/thumbnail?viewport=0,5", Png, HttpStatusCode.BadRequest), (image.Path + "/thumbnail?viewport=5000,5", Png, HttpStatusCode.BadRequest),
        })
        {
            using var answer = await server.Get(path, accept);
            Assert.True(status == answer.StatusCode, $"{path} {accept}: {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task A_thumbnail_is_drawn_once_and_told_unchanged_after()
    {
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        await server.Stow(image.Native(TestImage.Pixels(32)));
        using var first = await server.Get(image.Path + "/thumbnail", Png);
        using var second = await server.Get(image.Path + "/thumbnail", Png);
        Assert.Equal(await first.Content.ReadAsByteArrayAsync(), await second.Content.ReadAsByteArrayAsync());
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
        using var request = new HttpRequestMessage(HttpMethod.Get, image.Path + "/thumbnail");
        request.Headers.Accept.ParseAdd(Png);
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var unchanged = await server.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Fact]
    public async Task Objects_without_pictures_have_cards_and_a_study_shows_its_images_first()
    {
        await using var server = await TestServer.Start();
        var report = TestImage.New();
        var text = new DataSet().SetUid(Tags.SOPClassUID, Uid.Parse("1.2.840.10008.5.1.4.1.1.88.11")).SetUid(Tags.SOPInstanceUID, report.Instance).SetUid(Tags.StudyInstanceUID, report.Study)
            .SetUid(Tags.SeriesInstanceUID, report.Series).SetString(Tags.Modality, "SR").SetString(Tags.PatientID, "P-1");
        await server.Stow(Part10.ToArray(text, TransferSyntax.ExplicitVrLittleEndian));
        Assert.Equal((205, 256), Rounded(await Size(server, report.Path + "/thumbnail"), 205));
        Assert.Equal((205, 256), Rounded(await Size(server, $"dicom-web/studies/{report.Study}/thumbnail"), 205));
        var image = TestImage.New(study: report.Study);
        await server.Stow(image.Native(TestImage.Pixels(8), 2, 4, bits: 8));
        Assert.Equal((256, 128), await Size(server, $"dicom-web/studies/{report.Study}/thumbnail"));
    }

    [Fact]
    public async Task An_image_that_cannot_be_drawn_has_a_card()
    {
        await using var server = await TestServer.Start();
        var broken = TestImage.New();
        var head = broken.Head(bits: 16).SetInt(Tags.BitsStored, 40).Set(new DataElement(Tags.PixelData, Vr.OW, new byte[32]));
        await server.Stow(Part10.ToArray(head, TransferSyntax.ExplicitVrLittleEndian));
        Assert.Equal((205, 256), Rounded(await Size(server, broken.Path + "/thumbnail"), 205));
    }

    [Fact]
    public async Task Curves_are_drawn_over_the_whole_of_the_picture()
    {
        await using var server = await TestServer.Start();
        var curve = TestImage.New();
        var head = new DataSet().SetUid(Tags.SOPClassUID, Uid.Parse("1.2.840.10008.5.1.4.1.1.9.1.1")).SetUid(Tags.SOPInstanceUID, curve.Instance).SetUid(Tags.StudyInstanceUID, curve.Study)
            .SetUid(Tags.SeriesInstanceUID, curve.Series).SetString(Tags.Modality, "ECG").SetString(Tags.PatientID, "P-1");
        var group = head.NewItem().SetInt(Tags.NumberOfWaveformChannels, 2).SetInt(Tags.NumberOfWaveformSamples, 500_000_000, Vr.UL).SetInt(Tags.WaveformBitsAllocated, 16)
            .SetString(Tags.WaveformSampleInterpretation, "SS").Set(new DataElement(Tags.WaveformData, Vr.OW, TestImage.Pixels(4000)));
        await server.Stow(Part10.ToArray(head.SetItems(Tags.WaveformSequence, group), TransferSyntax.ExplicitVrLittleEndian));
        Assert.Equal((200, 100), await Size(server, curve.Path + "/thumbnail?viewport=200,100"));
    }

    [Fact]
    public async Task A_large_native_image_is_as_it_would_be_if_all_of_it_were_read()
    {
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        var pixels = new byte[1000 * 800 * 2];
        for (var i = 0; i < 1000 * 800; i++) BinaryPrimitives.WriteUInt16LittleEndian(pixels.AsSpan(2 * i), (ushort)(i % 1000 * 4));
        await server.Stow(image.Native(pixels, 800, 1000));
        var small = await Pixels(server, image.Path + "/thumbnail?viewport=50,40");
        var whole = await Pixels(server, image.Path + "/rendered?viewport=50,40");
        Assert.Equal(whole.Length, small.Length);
        Assert.All(small.Zip(whole), pair => Assert.InRange(pair.First - pair.Second, -3, 3));
    }

    [Fact]
    public async Task Images_are_drawn_by_presentation_states_over_both_services()
    {
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        await server.Stow(image.Native([0, 80, 160, 240], 2, 2, bits: 8));
        var state = TestImage.New(study: image.Study);
        var head = new DataSet().SetUid(Tags.SOPClassUID, Uid.Parse("1.2.840.10008.5.1.4.1.1.11.1")).SetUid(Tags.SOPInstanceUID, state.Instance).SetUid(Tags.StudyInstanceUID, state.Study)
            .SetUid(Tags.SeriesInstanceUID, state.Series).SetString(Tags.Modality, "PR").SetString(Tags.PatientID, "P-1").SetString(Tags.PresentationLUTShape, "INVERSE").SetInt(Tags.ImageRotation, 90);
        var series = head.NewItem().SetUid(Tags.SeriesInstanceUID, image.Series);
        series.SetItems(Tags.ReferencedImageSequence, series.NewItem().SetUid(Tags.ReferencedSOPInstanceUID, image.Instance));
        await server.Stow(Part10.ToArray(head.SetItems(Tags.ReferencedSeriesSequence, series), TransferSyntax.ExplicitVrLittleEndian));
        byte[] drawn = [95, 255, 15, 175]; // turned clockwise: 160 0 / 240 80
        Assert.Equal(drawn, await Pixels(server, state.Path + "/rendered"));
        var uri = $"wado?requestType=WADO&studyUID={image.Study}&seriesUID={image.Series}&objectUID={image.Instance}&contentType=image/png";
        Assert.Equal(drawn, await Pixels(server, $"{uri}&presentationSeriesUID={state.Series}&presentationUID={state.Instance}"));
        Assert.Equal([0, 80, 160, 240], await Pixels(server, uri));
        using var unknown = await server.Get($"{uri}&presentationUID={Uid.New()}", Png);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        using var wrong = await server.Get($"{uri}&presentationUID=none", Png);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }

    private static (int, int) Rounded((int Width, int Height) size, int near) => Math.Abs(size.Width - near) <= 1 ? (near, size.Height) : size;

    private static async Task<(int Width, int Height)> Size(TestServer server, string path)
    {
        var file = await File(server, path);
        return (BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(20)));
    }

    private static async Task<byte[]> Pixels(TestServer server, string path) => TestPng.Pixels(await File(server, path));

    private static async Task<byte[]> File(TestServer server, string path)
    {
        using var answer = await server.Get(path, Png);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode} {(answer.StatusCode == HttpStatusCode.OK ? "" : await answer.Content.ReadAsStringAsync())}");
        Assert.Equal(Png, answer.Content.Headers.ContentType?.MediaType);
        return await answer.Content.ReadAsByteArrayAsync();
    }
}
