using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Archive.Tests.Receive;

namespace Archive.Tests.Server;

public sealed class TierApiTests : IDisposable
{
    /// <summary>Requests until what the host does by itself must be done.</summary>
    private const int MaxRequests = 20_000;

    private readonly TestFolder _folder = new();

    private string Warm => Path.Combine(_folder.Path, "warm");

    private string Replica => Path.Combine(_folder.Path, "replica");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_study_is_moved_read_recalled_and_moved_back_and_a_store_that_is_away_is_told()
    {
        await Fill();
        await using var server = await Start();
        Assert.Equal((200, 2), Counted(await Post(server, "api/tiers/move", $$"""{"studyInstanceUid":"{{Objects.Study()}}","to":"warm","why":"old"}""")));
        Assert.Equal(2, (int)(await Ask(server, "api/tiers"))["warm"]!["bundles"]!);
        var change = (await Ask(server, "api/changes"))["changes"]!.AsArray().First(change => (string?)change!["kind"] == "moved")!;
        Assert.Equal(("local", "to warm: old"), ((string?)change["who"], (string?)change["why"]));
        Assert.Equal(HttpStatusCode.OK, (await server.Get($"dicom-web/studies/{Objects.Study()}/series/{Objects.Series(1)}/metadata", "application/dicom+json")).StatusCode);
        Assert.Equal(202, (await Post(server, "api/tiers/recall", $$"""{"studyInstanceUid":"{{Objects.Study()}}"}""")).Status);
        Directory.Move(Warm, Warm + ".off");
        Directory.CreateDirectory(Warm);
        var away = await server.Get($"dicom-web/studies/{Objects.Study()}/series/{Objects.Series(2)}/metadata", "application/dicom+json");
        Assert.Contains(away.StatusCode, new[] { HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable }); // what the cache has is read on
        Assert.Equal(503, (await Post(server, "api/tiers/move", $$"""{"studyInstanceUid":"{{Objects.Study()}}","to":"hot","why":"back"}""")).Status);
        Directory.Delete(Warm);
        Directory.Move(Warm + ".off", Warm);
        Assert.Equal((200, 2), Counted(await Post(server, "api/tiers/move", $$"""{"studyInstanceUid":"{{Objects.Study()}}","to":"hot","why":"back"}""")));
        foreach (var wrong in new[] { "{}", "nothing", $$"""{"studyInstanceUid":"{{Objects.Study()}}","to":"cold","why":"x"}""", $$"""{"studyInstanceUid":"{{Objects.Study()}}","to":"warm"}""" })
            Assert.Equal(400, (await Post(server, "api/tiers/move", wrong)).Status);
    }

    [Fact]
    public async Task A_finding_tells_of_its_study_and_is_repaired_on_demand()
    {
        await Fill();
        await using (var first = await Start(scrubs: false))
            for (var i = 0; (int)(await Ask(first, "api/tiers"))["replica"]!["copied"]! < 2; i++) Assert.True(i < MaxRequests, "nothing is copied");
        var path = Directory.GetFiles(Path.Combine(_folder.Path, "data", "bundles"), "*.zip", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        var whole = await File.ReadAllBytesAsync(path);
        File.Delete(path);
        await using var server = await Start();
        var answer = await Ask(server, "api/integrity");
        for (var i = 0; (string?)answer["lastPassAt"] is null; i++)
        {
            Assert.True(i < MaxRequests, "no pass came to its end");
            answer = await Ask(server, "api/integrity");
        }
        var finding = Assert.Single(answer["findings"]!.AsArray())!;
        Assert.Equal((Objects.Study().ToString(), Objects.Series(1).ToString(), 1, "hot"),
            ((string?)finding["studyInstanceUid"], (string?)finding["seriesInstanceUid"], (int)finding["instances"]!, (string?)finding["store"]));
        Assert.Equal((0, 0), ((int)answer["overdue"]!, (int)answer["openBundles"]!));
        Assert.Equal(400, (await Post(server, "api/integrity/1/repair", "{}")).Status);
        Assert.Equal(404, (await Post(server, "api/integrity/7/repair", """{"why":"asked"}""")).Status);
        Assert.Equal(200, (await Post(server, "api/integrity/1/repair", """{"why":"asked"}""")).Status);
        Assert.Equal(whole, await File.ReadAllBytesAsync(path));
        Assert.Equal("replica", (string?)(await Ask(server, "api/integrity"))["findings"]![0]!["repairedFrom"]);
        Assert.Equal(404, (await Post(server, "api/integrity/1/repair", """{"why":"asked"}""")).Status);
    }

    [Fact]
    public async Task Without_stores_nothing_is_to_be_moved_or_repaired()
    {
        await using var server = await TestServer.Start();
        var answer = await Ask(server, "api/tiers");
        Assert.Equal((false, false), ((bool)answer["warm"]!["isOn"]!, (bool)answer["replica"]!["isOn"]!));
        Assert.Equal(409, (await Post(server, "api/tiers/move", $$"""{"studyInstanceUid":"{{Objects.Study()}}","to":"warm","why":"old"}""")).Status);
        Assert.Equal(409, (await Post(server, "api/tiers/recall", $$"""{"studyInstanceUid":"{{Objects.Study()}}"}""")).Status);
    }

    private async Task Fill()
    {
        await using var vault = await TestVault.Open(Path.Combine(_folder.Path, "data"));
        await vault.Store(Objects.Slice(1, series: 1));
        await vault.Store(Objects.Slice(1, series: 2));
        await vault.Vault.SealAll(CancellationToken.None);
    }

    private Task<TestServer> Start(bool scrubs = true) => TestServer.Start(settings => settings with
    {
        Vault = settings.Vault with { ScrubBytesPerSecond = scrubs ? 8 << 20 : 0, Folder = Path.Combine(_folder.Path, "data"), WarmFolder = Warm, ReplicaFolder = Replica, AutoRepair = false },
    });

    private static Task<(int Status, JsonNode? Body)> Post(TestServer server, string path, string body) => server.Post(path, Encoding.UTF8.GetBytes(body), "application/json");

    private static (int Status, int Bundles) Counted((int Status, JsonNode? Body) answer) => (answer.Status, (int)answer.Body!["bundles"]!);

    private static async Task<JsonNode> Ask(TestServer server, string path) => JsonNode.Parse(await server.Client.GetStringAsync(new Uri(path, UriKind.Relative)))!;
}
