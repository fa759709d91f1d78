using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Archive.Tests.Cli;
using Archive.Tests.Receive;
using Concord.Server.Settings;
using Concord.Trust.Identity;
using Concord.Vault.Decisions;

namespace Archive.Tests.Server;

/// <summary>Decisions over HTTP: two real users, and none.</summary>
public sealed class LifecycleTests
{
    private static readonly string Study = Objects.Study().ToString();

    [Fact]
    public async Task Two_users_purge_a_study_and_the_certificate_says_who_and_what()
    {
        using var folder = new TempFolder();
        await using var server = await StartWithUsers(folder);
        Assert.Equal(200, (await server.Send("ann", "reject", $$"""{"study":"{{Study}}","reason":"113037","why":"wrong side"}""")).Status);
        var line = (await server.Read("ann", "rejected"))["decisions"]![0]!;
        Assert.Equal(("rejected", "ann", "113037", "Rejected for Patient Safety Reasons", 2, "20260102", "CT"),
            ((string)line["status"]!, (string)line["who"]!, (string)line["reason"]!, (string)line["reasonMeaning"]!, (int)line["stillRejected"]!, (string)line["studyDate"]!, (string)line["modalities"]!));
        Assert.Equal(2, (await server.Read("ann", $"rejected/{line["number"]}"))["instances"]!.AsArray().Count);
        var asked = await server.Send("ann", "purges", $$"""{"study":"{{Study}}","why":"no ground to keep it"}""");
        var number = (long)asked.Body!["number"]!;
        Assert.Equal((200, 2), (asked.Status, (int)asked.Body["instances"]!));
        Assert.Equal(403, (await server.Send("ann", $"purges/{number}/approve", "{}")).Status);
        Assert.Equal("requested", (string)(await server.Read("bob", "purges"))["decisions"]![0]!["status"]!);
        Assert.Equal(200, (await server.Send("bob", $"purges/{number}/approve", "{}")).Status);
        await server.Until(async () => (string)(await server.Read("bob", "purges?all=true"))["decisions"]![0]!["status"]! == "done");
        var listed = (await server.Read("bob", "certificates"))["certificates"]![0]!;
        Assert.Equal((1, "ann", "bob", 2, true), ((int)listed["number"]!, (string)listed["requestedBy"]!, (string)listed["approvedBy"]!, (int)listed["instances"]!, (bool)listed["twoPersons"]!));
        var json = await server.ReadText("bob", "certificates/1", "application/json");
        Assert.Equal((string)listed["sha256"]!, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json))));
        var page = await server.ReadText("bob", "certificates/1", "text/html,application/xhtml+xml");
        foreach (var text in new[] { "数据删除证明", "Deletion certificate", "ann", "bob", Study, Objects.Instance(1).ToString(), (string)listed["sha256"]! }) Assert.Contains(text, page, StringComparison.Ordinal);
        Assert.DoesNotContain("Synthetic", json + page, StringComparison.Ordinal);
        Assert.True((bool)(await server.Read("bob", "certificates/chain"))["isWhole"]!);
        var kinds = (await server.Read("bob", $"studies/{Study}"))["decisions"]!.AsArray().Select(one => (string)one!["kind"]!);
        Assert.Equal(["deleted", "purge-requested", "purge-approved", "purge-certified"], kinds);
        Assert.Equal(404, (await server.Send("bob", "restore", $$"""{"study":"{{Study}}","why":"too late"}""")).Status);
    }

    [Fact]
    public async Task A_held_study_is_not_rejected_over_any_face_until_it_is_released()
    {
        await using var server = await TestServer.Start();
        await server.Stow(Files());
        var hold = await Send(server, "holds", $$"""{"study":"{{Study}}","why":"case 7"}""");
        Assert.Equal(200, hold.Status);
        var refused = await Send(server, "reject", $$"""{"study":"{{Study}}","reason":"113001"}""");
        Assert.Equal((409, (long)hold.Body!["number"]!), (refused.Status, (long)refused.Body!["holds"]![0]!));
        Assert.Equal(HttpStatusCode.Conflict, (await server.Get($"dicom-web/studies/{Study}", method: HttpMethod.Delete)).StatusCode);
        Assert.Equal(2, (await server.GetJson($"dicom-web/studies/{Study}/instances")).Count);
        Assert.Equal("held", (string)JsonNode.Parse(await server.Client.GetStringAsync(new Uri($"api/lifecycle/holds?study={Study}", UriKind.Relative)))!["decisions"]![0]!["status"]!);
        Assert.Equal(200, (await Send(server, $"holds/{hold.Body["number"]}/release", """{"why":"settled"}""")).Status);
        Assert.Equal(404, (await Send(server, $"holds/{hold.Body["number"]}/release", """{"why":"settled"}""")).Status);
        Assert.Equal(200, (await Send(server, "reject", $$"""{"study":"{{Study}}","instances":["{{Objects.Instance(1)}}"],"reason":"113001"}""")).Status);
        Assert.Single(await server.GetJson($"dicom-web/studies/{Study}/instances"));
        Assert.Equal(200, (await Send(server, "restore", $$"""{"study":"{{Study}}","why":"sharp enough"}""")).Status);
        Assert.Equal(2, (await server.GetJson($"dicom-web/studies/{Study}/instances")).Count);
    }

    [Fact]
    public async Task Without_users_a_purge_is_refused_and_it_is_said_what_to_set()
    {
        await using var server = await TestServer.Start();
        await server.Stow(Files());
        var refused = await Send(server, "purges", $$"""{"study":"{{Study}}","why":"x","reject":true}""");
        Assert.Equal(403, refused.Status);
        Assert.Contains("Http:Users", (string)refused.Body!["detail"]!, StringComparison.Ordinal);
        Assert.Equal(2, (await server.GetJson($"dicom-web/studies/{Study}/instances")).Count);
    }

    [Fact]
    public async Task The_policy_says_who_may_reject_hold_ask_and_approve()
    {
        using var folder = new TempFolder();
        await using var server = await StartWithUsers(folder, settings => settings with
        {
            Policy = settings.Policy with { RejectUsers = ["ann"], HoldUsers = ["bob"], PurgeUsers = ["ann"], ApproveUsers = ["bob"] },
        });
        Assert.Equal(403, (await server.Send("bob", "reject", $$"""{"study":"{{Study}}","reason":"113001"}""")).Status);
        Assert.Equal(403, (await server.Send("ann", "holds", $$"""{"study":"{{Study}}","why":"x"}""")).Status);
        Assert.Equal(403, (await server.Send("bob", "purges", $$"""{"study":"{{Study}}","why":"x","reject":true}""")).Status);
        var asked = await server.Send("ann", "purges", $$"""{"study":"{{Study}}","why":"x","reject":true}""");
        Assert.Equal(200, asked.Status);
        Assert.Equal(403, (await server.Send("ann", $"purges/{asked.Body!["number"]}/approve", "{}")).Status);
        Assert.Equal(200, (await server.Send("bob", $"purges/{asked.Body["number"]}/refuse", """{"why":"keep it"}""")).Status);
        Assert.Equal("refused", (string)(await server.Read("bob", "purges?all=true"))["decisions"]![0]!["status"]!);
    }

    [Theory]
    [InlineData("reject", "")]
    [InlineData("reject", "null")]
    [InlineData("reject", "[]")]
    [InlineData("reject", """{"study":"x","why":"y"}""")]
    [InlineData("reject", """{"study":"1.2","why":""}""")]
    [InlineData("reject", """{"study":"1.2","why":"a\u0000b"}""")]
    [InlineData("reject", """{"study":"1.2","reason":"113002"}""")]
    [InlineData("reject", """{"study":"1.2","why":"y","instances":[]}""")]
    [InlineData("restore", """{"study":"1.2"}""")]
    [InlineData("holds", """{"study":"1.2","series":"1.3","why":"y"}""")]
    [InlineData("holds/1/release", "{}")]
    public async Task What_is_no_decision_is_a_problem(string path, string body)
    {
        await using var server = await TestServer.Start();
        Assert.Equal(400, (await Send(server, path, body)).Status);
    }

    [Fact]
    public async Task Bodies_and_pages_are_bounded()
    {
        await using var server = await TestServer.Start();
        Assert.Equal(413, (await Send(server, "reject", $$"""{"study":"1.2","why":"{{new string('x', 2 << 20)}}"}""")).Status);
        Assert.Equal(400, (await Send(server, "reject", $$"""{"study":"1.2","why":"{{new string('x', 1001)}}"}""")).Status);
        foreach (var path in new[] { "rejected?limit=0", "holds?study=x", "certificates?limit=-1", "rejected/1?limit=0" })
            Assert.Equal(HttpStatusCode.BadRequest, (await server.Get("api/lifecycle/" + path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get("api/lifecycle/certificates/1")).StatusCode);
        for (var i = 1; i <= 3; i++) Assert.Equal(200, (await Send(server, "holds", $$"""{"study":"1.2.{{i}}","why":"y"}""")).Status);
        var first = JsonNode.Parse(await server.Client.GetStringAsync(new Uri("api/lifecycle/holds?limit=2", UriKind.Relative)))!;
        var second = JsonNode.Parse(await server.Client.GetStringAsync(new Uri($"api/lifecycle/holds?limit=2&after={first["next"]}", UriKind.Relative)))!;
        Assert.Equal(["1.2.1", "1.2.2", "1.2.3"], first["decisions"]!.AsArray().Concat(second["decisions"]!.AsArray()).Select(one => (string)one!["studyInstanceUid"]!));
        Assert.Null(second["next"]);
    }

    private static byte[][] Files() => [.. Enumerable.Range(1, 2).Select(i => Concord.Dicom.Files.Part10.ToArray(Objects.Slice(i), Concord.Dicom.Encoding.TransferSyntax.ExplicitVrLittleEndian))];

    private static Task<(int Status, JsonNode? Body)> Send(TestServer server, string path, string body) => server.Post("api/lifecycle/" + path, Encoding.UTF8.GetBytes(body), "application/json");

    private static async Task<UsersServer> StartWithUsers(TempFolder folder, Func<ArchiveSettings, ArchiveSettings>? change = null)
    {
        foreach (var user in new[] { "ann", "bob" })
        {
            await File.WriteAllTextAsync(folder["input"], "passcode of " + user + "\n");
            (await CliRun.Of("user", "add", user, "--data", folder.Path, "--passcode-file", folder["input"])).Fine();
        }
        var server = await TestServer.Start(settings =>
        {
            settings = settings with
            {
                Http = settings.Http with { Users = true },
                Identity = new IdentityOptions { UsersFile = folder[UsersFile.DefaultName] },
                Lifecycle = new LifecycleOptions { Institution = "County Hospital" },
            };
            return change?.Invoke(settings) ?? settings;
        });
        foreach (var file in Files())
        {
            await using var incoming = server.Server.Vault.Begin(null);
            await incoming.Append(new System.Buffers.ReadOnlySequence<byte>(file), default);
            await server.Server.Vault.Receive(incoming, Objects.Origin, default);
        }
        return new(server);
    }

    /// <summary>The server as its users see it.</summary>
    private sealed class UsersServer(TestServer server) : IAsyncDisposable
    {
        public async Task<(int Status, JsonNode? Body)> Send(string user, string path, string body)
        {
            using var request = Request(user, HttpMethod.Post, path);
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await server.Client.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            return ((int)answer.StatusCode, text.Length > 0 ? JsonNode.Parse(text) : null);
        }

        public async Task<JsonNode> Read(string user, string path) => JsonNode.Parse(await ReadText(user, path, "application/json"))!;

        public async Task<string> ReadText(string user, string path, string accept)
        {
            using var request = Request(user, HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("Accept", accept);
            using var answer = await server.Client.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return await answer.Content.ReadAsStringAsync();
        }

        public async Task Until(Func<Task<bool>> isSo)
        {
            for (var tries = 0; tries < 200 && !await isSo(); tries++) await Task.Delay(50);
            Assert.True(await isSo());
        }

        public ValueTask DisposeAsync() => server.DisposeAsync();

        private static HttpRequestMessage Request(string user, HttpMethod method, string path)
        {
            var request = new HttpRequestMessage(method, new Uri("api/lifecycle/" + path, UriKind.Relative));
            request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:passcode of {user}")));
            return request;
        }
    }
}
