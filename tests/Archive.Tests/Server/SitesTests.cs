using System.Net;
using System.Text.Json.Nodes;
using Concord.Trust.Identity;

namespace Archive.Tests.Server;

public sealed class SitesTests
{
    [Fact]
    public async Task A_full_site_is_answered_507_and_the_page_says_why()
    {
        await using var server = await TestServer.Start(settings => settings with
        {
            Vault = settings.Vault with { Sites = [new() { Site = "WEB", Kinds = [OriginKind.StowRs] }], SiteQuotas = [new() { Site = "WEB", MaxObjects = 1 }, new() { Site = "ZOO", WarnBytes = 5 }] },
        });
        Assert.Equal(200, (await server.Stow(TestImage.New().Native(TestImage.Pixels(32)))).Status);
        var sites = JsonNode.Parse(await server.Client.GetStringAsync(new Uri("api/sites", UriKind.Relative)))!;
        var web = sites["sites"]![0]!;
        Assert.Equal(("WEB", 1, 1, "Full", 1), ((string?)web["site"], (int)web["objects"]!, (int)web["studies"]!, (string?)web["state"], (int)web["maxObjects"]!));
        Assert.Null((int?)web["maxBytes"]);
        Assert.True((long)web["bytes"]! > 0);
        var (status, body) = await server.Stow(TestImage.New().Native(TestImage.Pixels(32)));
        Assert.Equal(507, status);
        Assert.Equal(0xA700, (int)body!["00081198"]!["Value"]![0]!["00081197"]!["Value"]![0]!);
        var next = JsonNode.Parse(await server.Client.GetStringAsync(new Uri("api/sites?limit=1", UriKind.Relative)))!;
        Assert.Equal("WEB", (string?)next["next"]);
        var last = JsonNode.Parse(await server.Client.GetStringAsync(new Uri("api/sites?limit=1&after=WEB", UriKind.Relative)))!;
        Assert.Equal(("ZOO", null), ((string?)last["sites"]![0]!["site"], (string?)last["next"]));
        using var wrong = await server.Get("api/sites?limit=0");
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }
}
