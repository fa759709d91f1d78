using System.IO.Compression;
using System.Net;

namespace Archive.Tests.Server;

/// <summary>The built pages as they are served: one start page for their routes, hashed files for ever, everything else unchanged.</summary>
public sealed class AppFilesTests : IDisposable
{
    private const string Script = "export const built = 'of web/app';";
    private readonly string _folder = Directory.CreateTempSubdirectory("concord-app-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("studies")]
    [InlineData("system/tasks/7")]
    public async Task A_route_of_the_pages_is_answered_with_the_start_page_under_a_strict_policy(string path)
    {
        Build();
        await using var server = await Start();
        using var answer = await server.Get(path);
        Assert.Equal("<!doctype html>built", await answer.Content.ReadAsStringAsync());
        Assert.Equal("no-cache", answer.Headers.CacheControl!.ToString());
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("script-src 'self' 'wasm-unsafe-eval';", policy, StringComparison.Ordinal);
        Assert.Contains("style-src 'self' 'unsafe-inline';", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hashed_files_are_kept_for_ever_and_come_packed_to_who_takes_it()
    {
        Build();
        await using var server = await Start();
        using var plain = await server.Get("app/assets/main-a1b2c3d4.js");
        Assert.Equal("public, max-age=31536000, immutable", string.Join(", ", plain.Headers.GetValues("Cache-Control")));
        Assert.Equal("text/javascript", plain.Content.Headers.ContentType?.MediaType);
        Assert.Equal(Script, await plain.Content.ReadAsStringAsync());

        using var packed = await server.Get("app/assets/main-a1b2c3d4.js", headers: headers => headers.Add("Accept-Encoding", "gzip, br"));
        Assert.Equal("gzip", packed.Content.Headers.ContentEncoding.Single());
        await using var inflated = new GZipStream(await packed.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        Assert.Equal(Script, await new StreamReader(inflated).ReadToEndAsync());
        Assert.NotEqual(plain.Headers.ETag, packed.Headers.ETag);
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData("app/.stamp")]
    [InlineData("app/assets/main-a1b2c3d4.js.gz")]
    [InlineData("app/../index.html.not")]
    [InlineData("api/nowhere")]
    public async Task What_is_no_route_of_the_pages_is_not_there(string path)
    {
        Build();
        await using var server = await Start();
        using var answer = await server.Get(path);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_build_that_is_not_whole_leaves_the_plain_study_list()
    {
        Build();
        File.Delete(Path.Combine(_folder, ".stamp"));
        await using var server = await Start();
        using var answer = await server.Get("");
        Assert.Contains("/pages/list.js", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("integrity?show=all", "/system/integrity?show=all")]
    [InlineData("lifecycle", "/system/lifecycle")]
    public async Task Where_pages_were_before_leads_to_where_they_are(string before, string now)
    {
        Build();
        await using var server = await Start();
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = server.Client.BaseAddress };
        using var answer = await client.GetAsync(new Uri(before, UriKind.Relative));
        Assert.Equal(HttpStatusCode.MovedPermanently, answer.StatusCode);
        Assert.Equal(now, answer.Headers.Location!.OriginalString);
    }

    private void Build()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "assets"));
        File.WriteAllText(Path.Combine(_folder, "index.html"), "<!doctype html>built");
        var script = Path.Combine(_folder, "assets", "main-a1b2c3d4.js");
        File.WriteAllText(script, Script);
        using (var packed = new GZipStream(File.Create(script + ".gz"), CompressionLevel.Fastest)) packed.Write(System.Text.Encoding.UTF8.GetBytes(Script));
        File.WriteAllText(Path.Combine(_folder, ".stamp"), "1");
    }

    private Task<TestServer> Start() => TestServer.Start(settings => settings with { Server = settings.Server with { AppFolder = _folder } });
}
