using System.Net.Http.Json;
using Whole.Tests.Harness;

namespace Whole.Tests.Browser;

/// <summary>Every system page over the demo archive: something is on it, no violation of WCAG that axe finds, nothing wider than a laptop or a phone.</summary>
[Collection(DemoCollection.Name)]
public sealed class SystemPagesTests(DemoArchive demo)
{
    private static readonly (string Part, string Ready)[] Parts =
    [
        ("health", ".figures"), ("peers", "[data-row]"), ("sends", "[data-row]"), ("storage", ".chart svg"), ("integrity", ".verdict"), ("lifecycle", ".nothing, [data-row]"),
        ("settings", "[data-row]"), ("audit", ".nothing, [data-row]"),
    ];

    [Theory]
    [InlineData(1366, 768, "en-US", "dark")]
    [InlineData(1366, 768, "zh-CN", "light")]
    [InlineData(390, 844, "zh-CN", "dark")]
    public async Task A_system_page_fits_and_has_no_violation(int width, int height, string locale, string colours)
    {
        await Fill();
        var complaints = new List<string>();
        var page = await demo.NewPage(complaints, locale, isStrict: true);
        await page.SetViewportSizeAsync(width, height);
        await page.AddInitScriptAsync($"localStorage.setItem('concord.colours', '{colours}')");
        foreach (var (part, ready) in Parts)
        {
            await page.GotoAsync($"{demo.Http}system/{part}");
            await page.Locator(ready).First.WaitForAsync();
            Assert.Equal(0, await page.Locator("[role=alert]").CountAsync());
            if (part == "peers") await page.Locator("[data-row] button").First.ClickAsync();
            if (part == "peers") await page.Locator(".echo.bad, .echo.good").First.WaitForAsync();
            var found = await Axe.Violations(page);
            Assert.True(found.Length == 0, $"{part}: {string.Join('\n', found)}");
            Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth && document.querySelector('.system-body').scrollWidth <= document.querySelector('.system-body').clientWidth"), $"{part} is wider than {width}");
            if (locale == "en-US") await DemoArchive.Picture(page, $"system-{part}.png");
            if (width < 500 && part == "health") await DemoArchive.Picture(page, "system-phone.png");
        }
        complaints.RemoveAll(complaint => complaint.EndsWith("/api/storage?days=30", StringComparison.Ordinal)); // while it is counted for the first time
        Assert.Empty(complaints);
        await page.CloseAsync();
    }

    /// <summary>A peer that is not there, and something that waits for it.</summary>
    private async Task Fill()
    {
        using var peer = await demo.Web.Client.PostAsJsonAsync(new Uri(demo.Http, "/api/peers"), new { aeTitle = "WORKSTATION1", host = "127.0.0.1", port = Ports.Free() });
        Assert.True(peer.IsSuccessStatusCode);
        var study = (await demo.Web.Query("studies?limit=1"))[0]["0020000D"]!["Value"]![0]!.ToString();
        using var send = await demo.Web.Client.PostAsJsonAsync(new Uri(demo.Http, "/api/sends"), new { to = "WORKSTATION1", study });
        Assert.True(send.IsSuccessStatusCode);
    }
}
