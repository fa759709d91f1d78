using System.IO.Compression;
using System.Net;

namespace Archive.Tests.Server;

/// <summary>Answers are the same before and after a series is sealed.</summary>
public sealed class SealedTests
{
    [Fact]
    public async Task Metadata_says_the_same_open_and_sealed()
    {
        await using var server = await TestServer.Start();
        var (one, two) = (TestImage.New(), TestImage.New());
        two = two with { Study = one.Study, Series = one.Series };
        await server.Stow(one.Native(TestImage.Pixels(32)));
        await server.Stow(two.Encapsulated([1, 2]));
        string[] paths = [$"dicom-web/studies/{one.Study}/metadata", one.SeriesPath + "/metadata", two.Path + "/metadata"];
        var open = new List<string>();
        foreach (var path in paths) open.Add(await Resolved(server, path));
        await server.Seal();
        for (var i = 0; i < paths.Length; i++) Assert.Equal(open[i], await Resolved(server, paths[i]));
    }

    [Fact]
    public async Task Sealed_metadata_is_sent_as_it_lies_to_who_takes_gzip()
    {
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        await server.Stow(image.Native(TestImage.Pixels(32)));
        await server.Seal();
        using var answer = await server.Get(image.SeriesPath + "/metadata", "application/dicom+json", headers => headers.AcceptEncoding.ParseAdd("gzip"));
        Assert.Equal("gzip", answer.Content.Headers.ContentEncoding.Single());
        Assert.NotNull(answer.Content.Headers.ContentLength);
        await using var plain = new GZipStream(await answer.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        Assert.Equal(await server.Client.GetStringAsync(new Uri(image.SeriesPath + "/metadata", UriKind.Relative)), await new StreamReader(plain).ReadToEndAsync());
    }

    [Fact]
    public async Task Pixels_and_objects_are_the_same_open_and_sealed()
    {
        await using var server = await TestServer.Start();
        var (native, compressed) = (TestImage.New(), TestImage.New());
        await server.Stow(native.Native(TestImage.Pixels(64), frames: 2), compressed.Encapsulated([1, 2], [3, 4]));
        var before = await All();
        await server.Seal();
        Assert.Equal(before, await All());

        async Task<List<string>> All()
        {
            var bodies = new List<string>();
            foreach (var image in new[] { native, compressed })
                foreach (var (path, accept) in new[] { ("", "*/*"), ("/frames/2", "*/*"), ("/frames/1,2", "multipart/related; type=application/octet-stream; transfer-syntax=*") })
                    bodies.AddRange((await server.GetParts(image.Path + path, accept)).Select(part => part.Headers + Convert.ToHexString(part.Body)));
            return bodies;
        }
    }

    [Fact]
    public async Task What_is_deleted_is_gone_from_every_answer()
    {
        await using var server = await TestServer.Start();
        var (one, two) = (TestImage.New(), TestImage.New());
        two = two with { Study = one.Study, Series = one.Series };
        await server.Stow(one.Native(TestImage.Pixels(32)), two.Native(TestImage.Pixels(32)));
        await server.Seal();
        Assert.Equal(HttpStatusCode.NoContent, (await server.Get(one.Path, method: HttpMethod.Delete)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get(one.Path, method: HttpMethod.Delete)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get(one.Path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get(one.Path + "/frames/1")).StatusCode);
        Assert.Equal(two.Instance.ToString(), (string?)Assert.Single(await server.GetJson(one.SeriesPath + "/metadata"))!["00080018"]!["Value"]![0]);
        Assert.Single(await server.GetJson(one.SeriesPath + "/instances"));
        Assert.Equal(HttpStatusCode.NoContent, (await server.Get($"dicom-web/studies/{one.Study}", method: HttpMethod.Delete)).StatusCode);
        Assert.Empty(await server.GetJson("dicom-web/studies"));
        Assert.Equal(200, (await server.Stow(one.Native(TestImage.Pixels(32)))).Status);
        Assert.Single(await server.GetJson("dicom-web/studies"));
    }

    /// <summary>Metadata with its BulkDataURIs made absolute, as a client does that knows the series.</summary>
    private static async Task<string> Resolved(TestServer server, string path)
    {
        var metadata = await server.GetJson(path);
        foreach (var instance in metadata)
        {
            var series = new Uri(server.Client.BaseAddress!, $"dicom-web/studies/{instance!["0020000D"]!["Value"]![0]}/series/{instance["0020000E"]!["Value"]![0]}/");
            foreach (var element in instance.AsObject().Select(pair => pair.Value!.AsObject()).Where(element => element.ContainsKey("BulkDataURI")))
            {
                var address = new Uri(series, (string)element["BulkDataURI"]!);
                Assert.True((await server.Get(address.PathAndQuery[1..], "*/*")).IsSuccessStatusCode);
                element["BulkDataURI"] = address.ToString();
            }
        }
        return metadata.ToJsonString();
    }
}
