using System.IO.Compression;
using System.Net.Http.Headers;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;
using Concord.Vault.Blobs;

namespace Archive.Tests.Server;

/// <summary>A study, a series or an instance as a ZIP file.</summary>
public sealed class ZipTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_study_comes_as_a_zip_of_its_objects_and_a_broken_download_goes_on(bool isSealed)
    {
        await using var server = await TestServer.Start(settings => settings with { Vault = settings.Vault with { MaxObjectInMemoryBytes = 1 << 20 } });
        var first = TestImage.New();
        TestImage[] images = [first, TestImage.New(first.Study, first.Series), TestImage.New(first.Study), TestImage.New(first.Study)];
        var large = TestImage.Pixels(3 << 20); // in a spool file until it is sealed
        await server.Stow([.. images.Select((image, i) => i == 2 ? image.Native(large, 1024, 1536) : image.Native(TestImage.Pixels(32)))]);
        if (isSealed) await server.Seal();
        var zip = await Download(server, $"dicom-web/studies/{first.Study}");
        Assert.Equal(images.Select(image => $"{image.Series}/{image.Instance}.dcm").Order(), Names(zip).Order());
        await AssertHolds(server, zip, images);
        Assert.Equal(zip, await Download(server, $"dicom-web/studies/{first.Study}", inPieces: 5));
        using var named = await server.Get($"dicom-web/studies/{first.Study}?accept=application/zip", method: HttpMethod.Head);
        Assert.Equal((zip.Length, $"{first.Study}.zip"), (named.Content.Headers.ContentLength, named.Content.Headers.ContentDisposition!.FileName!.Trim('"')));
    }

    [Fact]
    public async Task A_sealed_series_is_its_bundle_as_it_lies_until_something_of_it_is_deleted()
    {
        await using var server = await TestServer.Start();
        var first = TestImage.New();
        TestImage[] images = [first, TestImage.New(first.Study, first.Series), TestImage.New(first.Study, first.Series)];
        await server.Stow([.. images.Select(image => image.Native(TestImage.Pixels(32)))]);
        Assert.Equal(3, Names(await Download(server, first.SeriesPath)).Count);
        await server.Seal();
        var lying = await Download(server, first.SeriesPath);
        Assert.Contains("metadata.json.gz", Names(lying));
        await AssertHolds(server, lying, images);
        Assert.Equal(lying, await Download(server, first.SeriesPath, inPieces: 4));
        using var deleted = await server.Get(images[1].Path, method: HttpMethod.Delete);
        Assert.True(deleted.IsSuccessStatusCode);
        var rest = await Download(server, first.SeriesPath);
        Assert.Equal(2, Names(rest).Count);
        await AssertHolds(server, rest, [images[0], images[2]]);
    }

    [Fact]
    public async Task What_was_kept_aside_is_not_given_out()
    {
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        await server.Stow(image.Native(TestImage.Pixels(32)));
        await server.Stow(image.Native(new byte[32])); // another object of that name
        await server.Seal();
        var zip = await Download(server, image.SeriesPath);
        Assert.Equal([$"{image.Series}/{image.Instance}.dcm"], Names(zip));
        await AssertHolds(server, zip, [image]);
    }

    [Fact]
    public async Task What_was_compressed_at_rest_comes_as_it_came_or_as_it_lies()
    {
        await using var server = await TestServer.Start(TestServer.WithCodecs);
        var first = TestImage.New();
        TestImage[] images = [first, TestImage.New(first.Study, first.Series)];
        await server.Stow([.. images.Select(image => Ct(image))]);
        var before = await Download(server, $"dicom-web/studies/{first.Study}");
        await server.Seal();
        using (var asked = await server.Get($"api/compress?study={first.Study}", method: HttpMethod.Post)) Assert.True(asked.IsSuccessStatusCode, await asked.Content.ReadAsStringAsync());
        var lying = await Download(server, first.SeriesPath, "application/zip; transfer-syntax=*");
        Assert.Contains("recipes.bin", Names(lying)); // else nothing was compressed
        var came = await Download(server, $"dicom-web/studies/{first.Study}");
        Assert.True(lying.Length < before.Length / 2);
        foreach (var (was, isNow) in Contents(before).Zip(Contents(came))) Assert.Equal(was.Bytes, isNow.Bytes);
    }

    private static byte[] Ct(TestImage image)
    {
        var pixels = new byte[128 * 128 * 2];
        for (var i = 0; i < 128 * 128; i++) BitConverter.TryWriteBytes(pixels.AsSpan(2 * i), (short)((i % 128) + (i / 128)));
        return Part10.ToArray(image.Head(128, 128).SetString(Tags.Modality, "CT").Set(new(Tags.PixelData, Vr.OW, pixels)), TransferSyntax.ExplicitVrLittleEndian);
    }

    private static async Task AssertHolds(TestServer server, byte[] zip, TestImage[] images)
    {
        var contents = Contents(zip);
        foreach (var image in images)
        {
            var stored = Assert.Single(await server.GetParts(image.Path, "multipart/related; type=\"application/dicom\"; transfer-syntax=*")).Body;
            Assert.Equal(stored, Assert.Single(contents, entry => entry.Name.EndsWith($"{image.Instance}.dcm", StringComparison.Ordinal)).Bytes);
        }
    }

    private static async Task<byte[]> Download(TestServer server, string path, string accept = "application/zip", int inPieces = 1)
    {
        using var whole = await server.Get(path, accept);
        Assert.Equal(200, (int)whole.StatusCode);
        Assert.Equal("application/zip", whole.Content.Headers.ContentType!.MediaType);
        var bytes = await whole.Content.ReadAsByteArrayAsync();
        if (inPieces == 1) return bytes;
        var joined = new MemoryStream();
        for (var i = 0; i < inPieces; i++)
        {
            long from = bytes.Length * (long)i / inPieces, to = (bytes.Length * (i + 1L) / inPieces) - 1;
            using var piece = await server.Get(path, accept, headers =>
            {
                headers.Range = new RangeHeaderValue(from, to);
                headers.IfRange = new RangeConditionHeaderValue(whole.Headers.ETag!);
            });
            Assert.Equal(206, (int)piece.StatusCode);
            await piece.Content.CopyToAsync(joined);
        }
        return joined.ToArray();
    }

    private static List<string> Names(byte[] zip) => [.. Contents(zip).Select(entry => entry.Name)];

    private static List<(string Name, byte[] Bytes)> Contents(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        return [.. archive.Entries.Select(entry =>
        {
            using var stream = entry.Open();
            var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            Assert.Equal(entry.Crc32, Crc32.Append(0, bytes.ToArray()));
            return (entry.FullName, bytes.ToArray());
        })];
    }
}
