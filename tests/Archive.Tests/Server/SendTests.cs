using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Archive.Tests.Server;

/// <summary>Sends over HTTP from one archive to another: queued, tried again, called off, kept.</summary>
public sealed class SendTests
{
    [Fact]
    public async Task A_study_goes_to_a_peer_and_its_progress_is_told()
    {
        await using var other = await TestServer.Start();
        await using var server = await Start();
        await AddPeer(server, other.Server.Dicom.Port);
        var image = TestImage.New();
        await server.Stow(image.Native(TestImage.Pixels(32)));
        using var content = new StringContent(Body(image), Encoding.UTF8, "application/json");
        using var answer = await server.Client.PostAsync(new Uri("api/sends", UriKind.Relative), content);
        Assert.Equal((HttpStatusCode.Accepted, "/api/sends/1"), (answer.StatusCode, answer.Headers.Location!.OriginalString));
        var done = await WaitFor(server, 1, "done");
        Assert.Equal((1, 1, 0, 1), ((int)done["total"]!, (int)done["sent"]!, (int)done["failed"]!, (int)done["attempts"]!));
        Assert.True((long)done["bytes"]! > 32);
        Assert.Null(done["problem"]);
        Assert.Single(await other.GetJson($"dicom-web/studies/{image.Study}/series"));
        Assert.Equal(409, (await Post(server, "1/retry")).Status);
        Assert.Equal(409, (await Post(server, "1/cancel")).Status);
        var page = await Get(server, "api/sends?state=done&limit=1");
        Assert.Equal((1, 1L, 0), (page["sends"]!.AsArray().Count, (long)page["next"]!, (int)page["open"]!));
        Assert.Empty((await Get(server, "api/sends?before=1"))["sends"]!.AsArray());
        Assert.DoesNotContain(server.Logs.Lines, line => line.Contains(image.Study.ToString(), StringComparison.Ordinal));
        Assert.Equal(["1.json"], Directory.GetFiles(Path.Combine(server.Server.Settings.Vault.Folder, "sends")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Named_instances_go_alone()
    {
        await using var other = await TestServer.Start();
        await using var server = await Start();
        await AddPeer(server, other.Server.Dicom.Port);
        var image = TestImage.New();
        var sibling = image with { Instance = TestImage.New().Instance };
        await server.Stow(image.Native(TestImage.Pixels(32)), sibling.Native(TestImage.Pixels(32)));
        Assert.Equal(202, (await Post(server, "", Body(image, $",\"series\":\"{image.Series}\",\"instances\":[\"{sibling.Instance}\",\"{sibling.Instance}\"]"))).Status);
        var done = await WaitFor(server, 1, "done");
        Assert.Equal((1, 1), ((int)done["instances"]!, (int)done["sent"]!));
        Assert.Equal(sibling.Instance.ToString(), (string)Assert.Single(await other.GetJson($"{image.SeriesPath}/instances"))!["00080018"]!["Value"]![0]!);
    }

    [Fact]
    public async Task A_peer_that_is_away_is_waited_for_and_given_up_and_asked_again_by_hand()
    {
        await using var server = await Start(maxAttempts: 2);
        await AddPeer(server, ClosedPort());
        var image = TestImage.New();
        await server.Stow(image.Native(TestImage.Pixels(32)));
        Assert.Equal(202, (await Post(server, "", Body(image))).Status);
        var failed = await WaitFor(server, 1, "failed");
        Assert.Equal((2, 0, 1), ((int)failed["attempts"]!, (int)failed["sent"]!, (int)failed["total"]!));
        Assert.NotEmpty((string)failed["problem"]!);
        Assert.Equal(1, (int)(await Get(server, "api/health"))["queues"]!["sendsFailed"]!);
        await using var other = await TestServer.Start();
        await AddPeer(server, other.Server.Dicom.Port);
        Assert.Equal(200, (await Post(server, "1/retry")).Status);
        Assert.Equal(3, (int)(await WaitFor(server, 1, "done"))["attempts"]!);
    }

    [Fact]
    public async Task A_peer_that_is_removed_is_said_and_a_send_is_called_off()
    {
        await using var server = await Start();
        await AddPeer(server, ClosedPort());
        var image = TestImage.New();
        await server.Stow(image.Native(TestImage.Pixels(32)));
        await Post(server, "", Body(image));
        await server.Client.DeleteAsync(new Uri("api/peers/OTHER", UriKind.Relative));
        var waiting = await WaitFor(server, 1, send => ((string?)send["problem"])?.StartsWith("There is no peer", StringComparison.Ordinal) == true);
        Assert.NotNull(waiting["nextAttemptAt"]);
        Assert.Equal("cancelled", (string)(await Post(server, "1/cancel")).Body!["state"]!);
        Assert.Equal(409, (await Post(server, "1/cancel")).Status);
    }

    [Fact]
    public async Task The_queue_is_bounded()
    {
        await using var server = await Start(maxQueued: 1);
        await AddPeer(server, ClosedPort());
        var image = TestImage.New();
        await server.Stow(image.Native(TestImage.Pixels(32)));
        Assert.Equal(202, (await Post(server, "", Body(image))).Status);
        Assert.Equal(503, (await Post(server, "", Body(image))).Status);
        await Post(server, "1/cancel");
        Assert.Equal(202, (await Post(server, "", Body(image))).Status);
    }

    [Fact]
    public async Task What_cannot_be_kept_is_not_accepted()
    {
        await using var server = await Start();
        await AddPeer(server, ClosedPort());
        var image = TestImage.New();
        await server.Stow(image.Native(TestImage.Pixels(32)));
        Directory.Delete(Path.Combine(server.Server.Settings.Vault.Folder, "sends"), recursive: true);
        Assert.Equal(503, (await Post(server, "", Body(image))).Status);
        Assert.Empty((await Get(server, "api/sends"))["sends"]!.AsArray());
    }

    [Fact]
    public async Task Wrong_bodies_and_those_who_may_not_are_told_so()
    {
        await using (var server = await Start())
        {
            await AddPeer(server, 1);
            foreach (var body in new[]
            {
                "", "[]", "null", "5", "{}", "{\"to\":\"OTHER\"}", "{\"to\":5,\"study\":\"1.2\"}", "{\"to\":\"OTHER\",\"study\":\"../x\"}", "{\"to\":\"SEVENTEEN-LETTERS\",\"study\":\"1.2\"}",
                "{\"to\":\"OTHER\",\"study\":\"1.2\",\"series\":\"\"}", "{\"to\":\"OTHER\",\"study\":\"1.2\",\"instances\":[]}", "{\"to\":\"OTHER\",\"study\":\"1.2\",\"instances\":[null]}",
                "{\"to\":\"OTHER\",\"study\":\"1.2\",\"instances\":\"1.2\"}", new string('[', 1000), $"{{\"to\":\"OTHER\",\"study\":\"1.2\",\"instances\":[{string.Join(',', Enumerable.Repeat("\"1\"", 10_001))}]}}",
            })
                Assert.Equal(400, (await Post(server, "", body)).Status);
            Assert.Equal(413, (await Post(server, "", new string(' ', 2 << 20))).Status);
            Assert.Equal(404, (await Post(server, "", "{\"to\":\"OTHER\",\"study\":\"1.2.3\"}")).Status);
            Assert.Equal(404, (await Post(server, "", "{\"to\":\"NOBODY\",\"study\":\"1.2.3\"}")).Status);
            foreach (var path in new[] { "9/retry", "9/cancel", "-1/cancel" }) Assert.Equal(404, (await Post(server, path)).Status);
            foreach (var query in new[] { "limit=0", "limit=1001", "before=-1", "state=lost", "state=7", "state=", "before=x" })
            {
                using var answer = await server.Get("api/sends?" + query);
                Assert.Equal((400, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
            }
        }
        await using (var server = await TestServer.Start(settings => settings with { Policy = settings.Policy with { SendUsers = ["ann"] } }))
        {
            Assert.Equal(403, (await Post(server, "", "{\"to\":\"OTHER\",\"study\":\"1.2.3\"}")).Status);
            Assert.Equal(403, (await Post(server, "1/retry")).Status);
        }
    }

    private static Task<TestServer> Start(int maxAttempts = 20, int maxQueued = 100) => TestServer.Start(settings => settings with
    {
        Sends = new() { RetrySeconds = 1, MaxRetrySeconds = 1, MaxAttempts = maxAttempts, MaxQueued = maxQueued },
    });

    private static string Body(TestImage image, string more = "") => $"{{\"to\":\"OTHER\",\"study\":\"{image.Study}\"{more}}}";

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task AddPeer(TestServer server, int port) =>
        Assert.Equal(201, (await server.Post("api/peers", Encoding.UTF8.GetBytes($$"""{"aeTitle":"OTHER","host":"127.0.0.1","port":{{port}}}"""), "application/json")).Status);

    private static Task<(int Status, JsonNode? Body)> Post(TestServer server, string path, string body = "") =>
        server.Post(path.Length > 0 ? "api/sends/" + path : "api/sends", Encoding.UTF8.GetBytes(body), "application/json");

    private static async Task<JsonNode> Get(TestServer server, string path) => JsonNode.Parse(await server.Client.GetStringAsync(new Uri(path, UriKind.Relative)))!;

    private static Task<JsonNode> WaitFor(TestServer server, long number, string state) => WaitFor(server, number, send => (string?)send["state"] == state);

    private static async Task<JsonNode> WaitFor(TestServer server, long number, Func<JsonNode, bool> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            var send = await Get(server, $"api/sends/{number}");
            if (isSo(send)) return send;
            await pace.WaitForNextTickAsync(limit.Token);
        }
    }
}
