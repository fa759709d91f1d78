using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;

namespace Archive.Tests.Server;

/// <summary>All pixel data, and all bulk data, of a study, a series or an instance (PS3.18 Tables 10.4.1-5, 10.4.1-6).</summary>
public sealed class BulkSetTests
{
    private const string Octets = "multipart/related; type=\"application/octet-stream\"";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_value_comes_with_the_address_where_it_is_had_alone(bool isSealed)
    {
        await using var server = await TestServer.Start();
        var first = TestImage.New();
        var second = TestImage.New(first.Study);
        var table = TestImage.Pixels(5000);
        await server.Stow(first.Native(TestImage.Pixels(32)), Part10.ToArray(
            second.Head().Set(new(Tags.RedPaletteColorLookupTableData, Vr.OW, table)).Set(new(Tags.PixelData, Vr.OW, TestImage.Pixels(32).Reverse().ToArray())), TransferSyntax.ExplicitVrLittleEndian));
        if (isSealed) await server.Seal();
        var pixels = await server.GetParts($"dicom-web/studies/{first.Study}/pixeldata", Octets);
        Assert.Equal([TestImage.Pixels(32), [.. TestImage.Pixels(32).Reverse()]], pixels.Select(part => part.Body).OrderBy(body => body[0]));
        var all = await server.GetParts($"dicom-web/studies/{first.Study}/bulkdata", Octets);
        Assert.Equal([32, 32, 5000], all.Select(part => part.Body.Length).Order());
        Assert.Equal([32, 5000], (await server.GetParts(second.SeriesPath + "/bulkdata", Octets)).Select(part => part.Body.Length).Order());
        Assert.Equal([32, 5000], (await server.GetParts(second.Path + "/bulkdata", Octets)).Select(part => part.Body.Length).Order());
        Assert.Single(await server.GetParts(second.SeriesPath + "/pixeldata", Octets));
        Assert.Equal(TestImage.Pixels(32), Assert.Single(await server.GetParts(first.Path + "/pixeldata", Octets)).Body);
        foreach (var (headers, body) in all)
        {
            var address = headers.Split("\r\n").Single(line => line.StartsWith("Content-Location: ", StringComparison.Ordinal))["Content-Location: ".Length..];
            using var alone = await server.Get(new Uri(address).AbsolutePath, "application/octet-stream");
            Assert.Equal(body, await alone.Content.ReadAsByteArrayAsync());
        }
    }

    [Fact]
    public async Task Compressed_frames_come_as_they_lie_to_who_takes_them_so()
    {
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        await server.Stow(image.Encapsulated([1, 2, 3, 4], [5, 6, 7, 8]));
        var parts = await server.GetParts(image.SeriesPath + "/pixeldata", "multipart/related; type=\"image/jpeg\"; transfer-syntax=*");
        Assert.Equal([[1, 2, 3, 4], [5, 6, 7, 8]], parts.Select(part => part.Body));
        using var refused = await server.Get(image.SeriesPath + "/pixeldata", Octets);
        Assert.Equal(406, (int)refused.StatusCode);
        using var nothing = await server.Get($"dicom-web/studies/{Uid.New()}/pixeldata", Octets);
        Assert.Equal(404, (int)nothing.StatusCode);
    }
}
