using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Concord.Network.ServiceClasses;
using Concord.Server.Hosting;
using Concord.Server.Peers;

namespace Archive.Tests.Server;

public sealed class AdminTests
{
    [Fact]
    public async Task Health_and_stats_answer()
    {
        await using var server = await TestServer.Start();
        Assert.Equal("live\n", await server.Client.GetStringAsync(new Uri("healthz/live", UriKind.Relative)));
        Assert.Equal("ready\n", await server.Client.GetStringAsync(new Uri("healthz/ready", UriKind.Relative)));
        var stats = JsonNode.Parse(await server.Client.GetStringAsync(new Uri("api/stats", UriKind.Relative)))!;
        Assert.Equal(server.Server.Dicom.Port, (int)stats["dicomPort"]!);
        Assert.Equal("CONCORD", (string?)stats["aeTitle"]);
    }

    [Fact]
    public async Task Peers_come_and_go_without_a_restart_and_outlive_one()
    {
        await using var server = await TestServer.Start();
        Assert.Equal(201, (await server.Post("api/peers", """{"aeTitle":"STORE","host":"127.0.0.1","port":104}"""u8.ToArray(), "application/json")).Status);
        Assert.Equal(201, (await server.Post("api/peers", """{"aeTitle":"STORE","host":"pacs.example","port":105}"""u8.ToArray(), "application/json")).Status);
        Assert.Equal("""[{"aeTitle":"STORE","host":"pacs.example","port":105}]""", (await Peers(server)).ToJsonString());
        var folder = server.Server.Settings.Vault.Folder;
        Assert.Equal(new RemotePeer("STORE", "pacs.example", 105), PeerDirectory.Load(folder, []).Find("STORE "));
        Assert.Equal(HttpStatusCode.NoContent, (await server.Client.DeleteAsync(new Uri("api/peers/STORE", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Client.DeleteAsync(new Uri("api/peers/STORE", UriKind.Relative))).StatusCode);
        Assert.Empty(await Peers(server));
        Assert.Empty(PeerDirectory.Load(folder, []).List());
    }

    [Fact]
    public async Task A_peer_of_more_bytes_than_any_has_is_not_read()
    {
        await using var server = await TestServer.Start();
        var body = Encoding.UTF8.GetBytes($$"""{"aeTitle":"STORE","host":"127.0.0.1","port":104,"more":"{{new string('x', 1 << 20)}}"}""");
        Assert.Equal(413, (await server.Post("api/peers", body, "application/json")).Status);
        Assert.Empty(await Peers(server));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"aeTitle":"","host":"h","port":1}""")]
    [InlineData("""{"aeTitle":"TOO-LONG-FOR-AN-AE","host":"h","port":1}""")]
    [InlineData("""{"aeTitle":"A","host":"h h","port":1}""")]
    [InlineData("""{"aeTitle":"A","host":"h","port":0}""")]
    [InlineData("""{"aeTitle":"A\\B","host":"h","port":1}""")]
    [InlineData("""{"aeTitle":"A","port":1}""")]
    public async Task What_is_no_peer_is_a_problem(string body)
    {
        await using var server = await TestServer.Start();
        Assert.Equal(400, (await server.Post("api/peers", Encoding.UTF8.GetBytes(body), "application/json")).Status);
    }

    [Fact]
    public void Peers_of_the_start_are_known_and_a_damaged_file_is_said()
    {
        var folder = Directory.CreateTempSubdirectory("concord-peers-").FullName;
        try
        {
            PeerDirectory.Load(folder, ["A@h:1"]);
            Assert.Equal("h", PeerDirectory.Load(folder, []).Find("A")?.Host);
            Assert.Equal("g", PeerDirectory.Load(folder, ["A@g:2"]).Find("A")?.Host);
            File.WriteAllText(Path.Combine(folder, "peers.json"), "{");
            Assert.Throws<InvalidDataException>(() => PeerDirectory.Load(folder, []));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_change_feed_tells_what_happened_in_pages()
    {
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        await server.Stow(image.Native(TestImage.Pixels(32)));
        await server.Stow(TestImage.New().Native(TestImage.Pixels(32)));
        var first = await Changes(server, "?limit=1");
        var change = Assert.Single(first["changes"]!.AsArray())!;
        Assert.Equal(("stored", image.Instance.ToString()), ((string?)change["kind"], (string?)change["sopInstanceUid"]));
        Assert.Single((await Changes(server, $"?after={change["changeNumber"]}"))["changes"]!.AsArray());
        Assert.Empty((await Changes(server, $"?after={first["lastNumber"]}"))["changes"]!.AsArray());
        using var wrong = await server.Get("api/changes?after=-1");
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }

    [Theory]
    [InlineData("basic:doctor:p@ss:word", "Basic", "ZG9jdG9yOnBAc3M6d29yZA==", "ZG9jdG9yOnBhc3M=")]
    [InlineData("bearer:0123456789", "Bearer", "0123456789", "012345678")]
    public async Task A_credential_is_asked_for_and_checked(string credential, string scheme, string right, string wrong)
    {
        await using var server = await TestServer.Start(settings => settings with { Http = settings.Http with { Credential = credential } });
        Assert.Equal(HttpStatusCode.OK, (await server.Get("healthz/ready")).StatusCode);
        foreach (var path in new[] { "", "dicom-web/studies", "api/peers", "viewer", "no-such-path" })
        {
            using var none = await server.Get(path);
            Assert.Equal(HttpStatusCode.Unauthorized, none.StatusCode);
            Assert.Equal(scheme, none.Headers.WwwAuthenticate.Single().Scheme);
            using var bad = await server.Get(path, headers: headers => headers.Authorization = new AuthenticationHeaderValue(scheme, wrong));
            Assert.Equal(HttpStatusCode.Unauthorized, bad.StatusCode);
            using var good = await server.Get(path, headers: headers => headers.Authorization = new AuthenticationHeaderValue(scheme, right));
            Assert.NotEqual(HttpStatusCode.Unauthorized, good.StatusCode);
        }
    }

    [Fact]
    public async Task Foreign_pages_and_bent_host_names_are_kept_out()
    {
        await using var server = await TestServer.Start();
        using var rebound = await server.Get("dicom-web/studies", headers: headers => headers.Host = "evil.example");
        Assert.Equal(HttpStatusCode.Forbidden, rebound.StatusCode);
        using var foreign = await server.Get("api/seal", headers: headers => headers.Add("Sec-Fetch-Site", "cross-site"), method: HttpMethod.Post);
        Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
        using var own = await server.Get("dicom-web/studies", headers: headers => headers.Host = "localhost:1");
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
    }

    [Fact]
    public async Task Deleting_is_off_unless_allowed()
    {
        await using var server = await TestServer.Start(settings => settings with { Policy = settings.Policy with { AllowDelete = false } });
        var image = TestImage.New();
        await server.Stow(image.Native(TestImage.Pixels(32)));
        foreach (var path in new[] { image.Path, image.SeriesPath, $"dicom-web/studies/{image.Study}" })
        {
            using var answer = await server.Get(path, method: HttpMethod.Delete);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
        Assert.Single(await server.GetJson("dicom-web/studies"));
    }

    [Fact]
    public async Task The_page_and_what_it_loads_are_served_and_name_no_other_server()
    {
        await using var server = await TestServer.Start();
        foreach (var (path, type) in new[]
        {
            ("", "text/html"), ("pages/list.js", "text/javascript"), ("pages/words.js", "text/javascript"), ("pages/studies.js", "text/javascript"), ("pages/list.css", "text/css"), ("pages/icon.svg", "image/svg+xml"),
        })
        {
            using var answer = await server.Get(path);
            Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
            Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.DoesNotContain("https://", text, StringComparison.Ordinal);
        }
        using var viewer = await server.Get("viewer?StudyInstanceUIDs=1.2");
        Assert.Equal(HttpStatusCode.NotFound, viewer.StatusCode);
    }

    [Fact]
    public async Task Logs_hold_no_identity()
    {
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        await server.Stow(image.Native(TestImage.Pixels(32)), image.Native(new byte[32]), "no object"u8.ToArray());
        await server.GetJson($"dicom-web/studies?PatientName={Uri.EscapeDataString("张*")}");
        await server.GetParts(image.Path, "*/*");
        foreach (var line in server.Logs.Lines)
            foreach (var secret in new[] { "Zhang", "张", "P-1", "A-1", image.Study.ToString(), image.Series.ToString(), image.Instance.ToString() })
                Assert.DoesNotContain(secret, line, StringComparison.Ordinal);
        Assert.NotEmpty(server.Logs.Lines);
    }

    [Fact]
    public async Task A_second_server_cannot_have_the_folder_and_a_taken_port_cannot_be_had()
    {
        await using var server = await TestServer.Start();
        var settings = server.Server.Settings;
        var folder = await Assert.ThrowsAsync<StartupException>(() => ConcordServer.Start(settings, TimeProvider.System, CancellationToken.None));
        Assert.Contains(settings.Vault.Folder, folder.Message, StringComparison.Ordinal);
        await using var other = await TestServer.Start();
        var second = Directory.CreateTempSubdirectory("concord-port-").FullName;
        try
        {
            var taken = settings with { Vault = settings.Vault with { Folder = second }, Server = settings.Server with { HttpPort = other.Server.Http.Port } };
            var port = await Assert.ThrowsAsync<StartupException>(() => ConcordServer.Start(taken, TimeProvider.System, CancellationToken.None));
            Assert.Contains(other.Server.Http.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), port.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', port.Message);
        }
        finally
        {
            Directory.Delete(second, recursive: true);
        }
    }

    private static async Task<JsonArray> Peers(TestServer server)
    {
        var text = await server.Client.GetStringAsync(new Uri("api/peers", UriKind.Relative));
        return JsonNode.Parse(text)!.AsArray();
    }

    private static async Task<JsonObject> Changes(TestServer server, string query) =>
        JsonNode.Parse(await server.Client.GetStringAsync(new Uri("api/changes" + query, UriKind.Relative)))!.AsObject();
}
