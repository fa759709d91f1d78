using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Archive.Tests.Server;

/// <summary>What the system pages ask: echo, health, the audit list.</summary>
public sealed class SystemApiTests
{
    [Fact]
    public async Task An_echo_says_whether_a_peer_is_there_and_why_not()
    {
        await using var other = await TestServer.Start();
        await using var server = await TestServer.Start();
        await AddPeer(server, "THERE", other.Server.Dicom.Port);
        using (var closed = new TcpListener(IPAddress.Loopback, 0))
        {
            closed.Start();
            await AddPeer(server, "GONE", ((IPEndPoint)closed.LocalEndpoint).Port);
        }
        var there = await server.Post("api/peers/THERE/echo", [], "application/json");
        Assert.Equal((200, true), (there.Status, (bool)there.Body!["ok"]!));
        Assert.True((long)there.Body["milliseconds"]! >= 0);
        Assert.Null(there.Body["problem"]);
        var gone = await server.Post("api/peers/GONE/echo", [], "application/json");
        Assert.Equal((200, false), (gone.Status, (bool)gone.Body!["ok"]!));
        Assert.NotEmpty((string)gone.Body["problem"]!);
        Assert.Equal(404, (await server.Post("api/peers/NOBODY/echo", [], "application/json")).Status);
        Assert.Equal(404, (await server.Post($"api/peers/{new string('x', 5000)}/echo", [], "application/json")).Status);
    }

    [Fact]
    public async Task Health_says_how_everything_stands_in_one_answer()
    {
        await using var server = await TestServer.Start();
        var health = await Get(server, "api/health");
        Assert.True((bool)health["isReady"]!);
        Assert.Null(health["notReady"]);
        Assert.True((long)health["disk"]!["freeBytes"]! > 0);
        Assert.Equal((0, false), ((int)health["scrub"]!["openFindings"]!, (bool)health["replica"]!["isOn"]!));
        await server.Stow(TestImage.New().Native(TestImage.Pixels(32)));
        Assert.Equal(1, (int)(await Get(server, "api/health"))["queues"]!["openBundles"]!);
    }

    [Fact]
    public async Task The_audit_list_has_decisions_and_corrections_newest_first_in_pages()
    {
        await using var server = await TestServer.Start();
        TestImage image = TestImage.New(), other = TestImage.New();
        await server.Stow(image.Native(TestImage.Pixels(32)));
        await server.Stow(other.Native(TestImage.Pixels(32)));
        var corrected = await Post(server, "api/corrections", """{"studies":["STUDY"],"set":{"00100010":{"vr":"PN","Value":[{"Alphabetic":"Secret^Name"}]}},"why":"typed wrong"}""", image);
        await Post(server, $"api/corrections/{corrected["number"]}/undo", """{"why":"it was right"}""", image);
        await Post(server, "api/lifecycle/reject", """{"study":"STUDY","reason":"113001","why":"blurred"}""", other);
        var all = await Get(server, "api/audit");
        Assert.Equal(["deleted", "correction-undone", "corrected"], all["entries"]!.AsArray().Select(entry => (string)entry!["kind"]!));
        Assert.Equal(("blurred", "113001", 1L), ((string)all["entries"]![0]!["why"]!, (string)all["entries"]![0]!["reason"]!, (long)all["entries"]![0]!["instances"]!));
        Assert.Equal((long)corrected["number"]!, (long)all["entries"]![1]!["answers"]!);
        Assert.Null(all["next"]);
        Assert.DoesNotContain("Secret", all.ToJsonString(), StringComparison.Ordinal);
        var first = await Get(server, "api/audit?limit=2");
        Assert.Equal(["corrected"], (await Get(server, $"api/audit?limit=2&before={first["next"]}"))["entries"]!.AsArray().Select(entry => (string)entry!["kind"]!));
        Assert.Equal(2, (await Get(server, $"api/audit?study={image.Study}"))["entries"]!.AsArray().Count);
    }

    [Fact]
    public async Task Storage_counts_modalities_and_days_and_holds_the_count_for_a_while()
    {
        await using var server = await TestServer.Start();
        TestImage image = TestImage.New(), other = TestImage.New();
        await server.Stow(image.Native(TestImage.Pixels(32)), (image with { Instance = TestImage.New().Instance }).Native(TestImage.Pixels(32)), other.Native(TestImage.Pixels(32)));
        await server.GetJson("dicom-web/studies"); // the index has caught up
        var storage = await Get(server, "api/storage?days=3");
        Assert.Equal((2L, 2L, 3L), ((long)storage["studies"]!, (long)storage["series"]!, (long)storage["instances"]!));
        var modality = Assert.Single(storage["modalities"]!.AsArray())!;
        Assert.Equal((2L, 3L, (long)storage["bytes"]!), ((long)modality["studies"]!, (long)modality["instances"]!, (long)modality["bytes"]!));
        var days = storage["days"]!.AsArray();
        Assert.Equal([0L, 0L, 3L], days.Select(day => (long)day!["instances"]!));
        Assert.Equal((2L, (long)storage["bytes"]!), ((long)days[2]!["studies"]!, (long)days[2]!["bytes"]!));
        await server.Stow(TestImage.New().Native(TestImage.Pixels(32)));
        Assert.Equal(2, (long)(await Get(server, "api/storage"))["studies"]!); // counted at most once a minute
        Assert.True((long)storage["heldSeconds"]! >= 60);
    }

    [Theory]
    [InlineData("api/storage?days=0")]
    [InlineData("api/storage?days=367")]
    [InlineData("api/audit?limit=0")]
    [InlineData("api/audit?limit=5000")]
    [InlineData("api/audit?before=-1")]
    [InlineData("api/audit?before=x")]
    [InlineData("api/audit?study=x'--")]
    public async Task What_cannot_be_asked_is_a_problem(string path)
    {
        await using var server = await TestServer.Start();
        using var answer = await server.Get(path);
        Assert.Equal((400, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task They_are_in_the_description_with_names()
    {
        await using var server = await TestServer.Start();
        var paths = (await Get(server, "openapi.json"))["paths"]!;
        foreach (var (path, method, name) in new[] { ("/api/peers/{aeTitle}/echo", "post", "EchoPeer"), ("/api/health", "get", "GetHealth"), ("/api/audit", "get", "ListAudit"), ("/api/storage", "get", "GetStorage"), ("/api/sends", "post", "AddSend"), ("/api/settings", "get", "ListSettings"), ("/api/settings/{name}", "put", "ChangeSetting") })
            Assert.Equal(name, (string?)paths[path]![method]!["operationId"]);
    }

    private static async Task AddPeer(TestServer server, string title, int port) =>
        Assert.Equal(201, (await server.Post("api/peers", Encoding.UTF8.GetBytes($$"""{"aeTitle":"{{title}}","host":"127.0.0.1","port":{{port}}}"""), "application/json")).Status);

    private static async Task<JsonNode> Post(TestServer server, string path, string body, TestImage image)
    {
        var (status, answer) = await server.Post(path, Encoding.UTF8.GetBytes(body.Replace("STUDY", image.Study.ToString(), StringComparison.Ordinal)), "application/json");
        Assert.Equal(200, status);
        return answer!;
    }

    private static async Task<JsonNode> Get(TestServer server, string path) => JsonNode.Parse(await server.Client.GetStringAsync(new Uri(path, UriKind.Relative)))!;
}
