using System.Net;
using System.Text.Json.Nodes;
using Concord.Vault.Retention;

namespace Archive.Tests.Server;

public sealed class RetentionTests
{
    [Fact]
    public async Task What_expires_can_be_seen_before_rules_act()
    {
        await using var server = await TestServer.Start(settings => settings with { Retention = new() { Rules = [new() { Name = "ten", Years = 10, Action = RetentionAction.Reject }] } });
        var image = TestImage.New();
        await server.Stow(image.Native(TestImage.Pixels(32)));
        var today = await Get(server, "api/retention");
        Assert.Equal((true, 0, "kept 10 years from the study date; then rejected"), ((bool)today["isOn"]!, today["studies"]!.AsArray().Count, (string?)today["rules"]![0]!["text"]));
        const string asOf = "2060-01-31";
        var then = await Get(server, $"api/retention?asOf={asOf}&limit=1");
        var study = Assert.Single(then["studies"]!.AsArray())!;
        Assert.Equal((image.Study.ToString(), "ten", "Reject", 1, false), ((string?)study["studyInstanceUid"], (string?)study["rule"], (string?)study["action"], (int)study["instances"]!, (bool)study["isHeld"]!));
        var rest = await Get(server, $"api/retention?asOf={asOf}&after={image.Study}");
        Assert.Equal((0, null), (rest["studies"]!.AsArray().Count, (string?)rest["next"]));
        var sums = await Get(server, $"api/retention/summary?asOf={asOf}");
        Assert.Equal((1, "ten", 1), ((int)sums["looked"]!, (string?)sums["totals"]![0]!["rule"], (int)sums["totals"]![0]!["studies"]!));
        Assert.Single(await server.GetJson("dicom-web/studies")); // nothing was touched
    }

    [Theory]
    [InlineData("api/retention?asOf=2035-02-30")]
    [InlineData("api/retention?asOf=20350201")]
    [InlineData("api/retention?asOf=9999-01-01")]
    [InlineData("api/retention?limit=0")]
    [InlineData("api/retention?after=x")]
    [InlineData("api/retention/summary?asOf=tomorrow")]
    public async Task What_is_no_day_or_page_is_a_problem(string path)
    {
        await using var server = await TestServer.Start();
        using var answer = await server.Get(path);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    private static async Task<JsonNode> Get(TestServer server, string path) => JsonNode.Parse(await server.Client.GetStringAsync(new Uri(path, UriKind.Relative)))!;
}
