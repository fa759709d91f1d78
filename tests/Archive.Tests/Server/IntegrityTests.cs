using System.Net;
using System.Text.Json.Nodes;
using Archive.Tests.Receive;

namespace Archive.Tests.Server;

public sealed class IntegrityTests
{
    /// <summary>Requests until the pass that the host starts must have seen two small bundles.</summary>
    private const int MaxRequests = 20_000;

    [Fact]
    public async Task The_host_scrubs_and_lists_what_was_found_in_pages()
    {
        using var folder = new TestFolder();
        await using (var vault = await TestVault.Open(folder.Path))
        {
            await vault.Store(Objects.Slice(1, series: 1));
            await vault.Store(Objects.Slice(1, series: 2));
            await vault.Vault.SealAll(CancellationToken.None);
        }
        foreach (var path in Directory.GetFiles(Path.Combine(folder.Path, "bundles"), "*.zip", SearchOption.AllDirectories)) File.Delete(path);
        await using var server = await TestServer.Start(settings => settings with { Vault = settings.Vault with { Folder = folder.Path } });
        var answer = await Ask(server);
        for (var i = 0; (string?)answer["lastPassAt"] is null; i++)
        {
            Assert.True(i < MaxRequests, "no pass came to its end");
            answer = await Ask(server);
        }
        Assert.Equal((true, false, 2, 2, 0), ((bool)answer["isOn"]!, (bool)answer["isUnderWay"]!, (int)answer["openFindings"]!, (int)answer["bundlesChecked"]!, (int)answer["bytesChecked"]!));
        Assert.Equal(2, answer["findings"]!.AsArray().Count);
        var second = Assert.Single((await Ask(server, "?after=1&limit=5"))["findings"]!.AsArray())!;
        Assert.Equal((2, "missing", null), ((int)second["number"]!, (string?)second["kind"], (string?)second["resolvedAt"]));
        Assert.Equal(1, (int)Assert.Single((await Ask(server, "?limit=1"))["findings"]!.AsArray())!["number"]!);
        Assert.Equal(2, (int)Assert.Single((await Ask(server, "?open=true&after=1"))["findings"]!.AsArray())!["number"]!);
        foreach (var wrong in new[] { "?after=-1", "?open=x", "?limit=-1", "?after=x" })
            Assert.Equal(HttpStatusCode.BadRequest, (await server.Get("api/integrity" + wrong)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await server.Get("healthz/ready")).StatusCode);
        Assert.Single(server.Logs.Lines, line => line.Contains("Finding 2: bundle 2", StringComparison.Ordinal));
    }

    private static async Task<JsonNode> Ask(TestServer server, string query = "") =>
        JsonNode.Parse(await server.Client.GetStringAsync(new Uri("api/integrity" + query, UriKind.Relative)))!;
}
