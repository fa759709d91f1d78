using System.Buffers.Binary;
using System.Net;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;

namespace Archive.Tests.Server;

/// <summary>Planes through a stored series, and its volumes as JSON.</summary>
public sealed class PlaneTests
{
    private const int Side = 8;

    private const string Window = "window=127.5,255,linear-exact"; // a value is its shade

    [Fact]
    public async Task Planes_through_a_series_show_its_rescaled_values_where_they_are()
    {
        await using var server = await TestServer.Start();
        var first = TestImage.New();
        await server.Stow([.. new[] { 3, 0, 7, 1, 5, 2, 6, 4 }.Select(z => Slice(TestImage.New(first.Study, first.Series), z))]);
        var coronal = Shades((row, column) => (20 * (7 - row)) + (2 * column)); // head up
        Assert.Equal(coronal, await Pixels(server, first, $"plane=coronal&{Window}"));
        Assert.Equal(coronal, await Pixels(server, first, $"plane=1,0,0,0,0,-1&offset=2&{Window}"));
        Assert.Equal(Shades((row, _) => (20 * (7 - row)) + 7), await Pixels(server, first, $"plane=sagittal&{Window}"));
        Assert.Equal(Shades((_, column) => 20 + (2 * column)), await Pixels(server, first, $"plane=axial&offset=-2.5&{Window}"));
        Assert.Equal(Shades((_, column) => 140 + (2 * column)), await Pixels(server, first, $"slab=7&mode=mip&{Window}"));
        Assert.Equal(Shades((_, column) => 2 * column), await Pixels(server, first, $"slab=7&mode=minip&{Window}"));
    }

    [Fact]
    public async Task Volumes_of_a_series_are_told_with_their_slices_in_order_and_what_is_wrong()
    {
        await using var server = await TestServer.Start();
        var images = Enumerable.Range(0, 6).Select(_ => TestImage.New()).ToArray();
        images = [.. images.Select(image => image with { Study = images[0].Study, Series = images[0].Series })];
        await server.Stow([.. new[] { 4, 0, 6, 1, 5 }.Select((z, i) => Slice(images[i], z)), images[5].Native(TestImage.Pixels(32))]);
        var volume = Assert.Single(await server.GetJson(images[0].SeriesPath + "/volumes"))!;
        Assert.Equal([images[1].Instance, images[3].Instance, images[0].Instance, images[4].Instance, images[2].Instance], volume["slices"]!.AsArray().Select(slice => Uid.Parse((string)slice!["sopInstanceUid"]!)));
        Assert.Equal((1.0, 1), ((double)volume["sliceSpacing"]!, volume["findings"]!.AsArray().Count));
        Assert.Contains("Gap { After = 1, Missing = 2 }", volume["findings"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_plane_or_no_volume_is_told()
    {
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        await server.Stow(Slice(image, 0));
        foreach (var query in new[] { "plane=tilted", "plane=1,0,0,1,0,0", "plane=1,0,0", "plane=0,0,0,0,0,0", "plane=NaN,0,0,0,1,0", "offset=1e9", "offset=x", "slab=-1", "mode=sum", "volume=-1", "window=1" })
        {
            using var answer = await server.Get($"{image.SeriesPath}/plane?{query}", "image/png");
            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, query);
        }
        var flat = TestImage.New();
        await server.Stow(flat.Native(TestImage.Pixels(32)));
        foreach (var (path, accept, status) in new[]
        {
            (image.SeriesPath + "/plane?volume=1", "image/png", HttpStatusCode.NotFound), (TestImage.New().SeriesPath + "/plane", "image/png", HttpStatusCode.NotFound),
            (image.SeriesPath + "/plane", "image/tiff", HttpStatusCode.NotAcceptable), (flat.SeriesPath + "/plane", "image/png", HttpStatusCode.NotAcceptable),
        })
        {
            using var answer = await server.Get(path, accept);
            Assert.True(answer.StatusCode == status, $"{path} {answer.StatusCode}");
        }
        Assert.Empty(await server.GetJson(flat.SeriesPath + "/volumes"));
    }

    [Fact]
    public async Task A_volume_over_the_budget_is_refused()
    {
        await using var server = await TestServer.Start(settings => settings with { Imaging = settings.Imaging with { MaxRenderingBytes = 200 } });
        var first = TestImage.New();
        await server.Stow(Slice(first, 0), Slice(TestImage.New(first.Study, first.Series), 1));
        using var answer = await server.Get(first.SeriesPath + "/plane", "image/png");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    /// <summary>Stored samples are 10 z + x; values twice that.</summary>
    private static byte[] Slice(TestImage image, int z)
    {
        var pixels = new byte[Side * Side * 2];
        for (var i = 0; i < Side * Side; i++) BinaryPrimitives.WriteUInt16LittleEndian(pixels.AsSpan(i * 2), (ushort)((10 * z) + (i % Side)));
        var head = image.Head(Side, Side)
            .SetString(Tags.ImagePositionPatient, FormattableString.Invariant($"-3.5\\-3.5\\{z}")).SetString(Tags.ImageOrientationPatient, "1\\0\\0\\0\\1\\0").SetString(Tags.PixelSpacing, "1\\1")
            .SetString(Tags.RescaleSlope, "2").SetString(Tags.RescaleIntercept, "0").Set(new DataElement(Tags.PixelData, Vr.OW, pixels));
        return Part10.ToArray(head, TransferSyntax.ExplicitVrLittleEndian);
    }

    private static byte[] Shades(Func<int, int, int> shade) => [.. Enumerable.Range(0, Side * Side).Select(i => (byte)shade(i / Side, i % Side))];

    private static async Task<byte[]> Pixels(TestServer server, TestImage image, string query)
    {
        using var answer = await server.Get($"{image.SeriesPath}/plane?{query}", "image/png");
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return TestPng.Pixels(await answer.Content.ReadAsByteArrayAsync());
    }
}
