using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Whole.Tests.Harness;

namespace Whole.Tests.Browser;

/// <summary>What the people who run the archive see of its integrity.</summary>
public sealed class IntegrityPageTests
{
    private const int Series = 60; // more than a page
    private static readonly Dictionary<string, string> Fast = new() { ["CONCORD_Vault__ScrubBytesPerSecond"] = "1000000000" };

    [Fact]
    public async Task Findings_are_shown_in_pages_in_both_languages_and_so_is_that_there_are_none()
    {
        await using var concord = await ConcordServer.StartOn(null, ["--seal-after", "3600", .. await BuiltPages.Arguments()], Fast);
        var objects = Enumerable.Range(0, Series).Select(_ => TestObject.New()).ToList();
        (await concord.Web.Stow([.. objects.Select(o => o.Part10())])).AllStored();
        await concord.Seal();
        var complaints = new List<string>();
        await using var chromium = await Chromium.Start();
        var page = await chromium.NewPage(complaints, isStrict: true);
        await page.GotoAsync(new Uri(concord.Http, "/integrity").ToString()); // where the page was before
        await page.GetByText("No finding is open.").WaitForAsync();
        Assert.EndsWith("/system/integrity", page.Url, StringComparison.Ordinal);
        Assert.Equal("Integrity · Concord", await page.TitleAsync());
        Assert.Equal(0, await page.Locator("[data-row]").CountAsync());

        var kept = await Damage(concord);
        await page.GotoAsync(new Uri(concord.Http, "/system/integrity").ToString());
        await Says(page, ".verdict", "60 bundles are not what was sealed: somebody must see to them.");
        await page.WaitForFunctionAsync("() => document.querySelectorAll('[data-row]').length === 50");
        Assert.Empty(await Axe.Violations(page));
        await DemoArchive.Picture(page, "integrity.png");
        await page.Locator(".more button").FocusAsync();
        await page.Keyboard.PressAsync("Enter"); // all of it works without a mouse
        await page.WaitForFunctionAsync("() => document.querySelectorAll('[data-row]').length === 60");
        Assert.Equal(0, await page.Locator(".more button").CountAsync());
        Assert.Equal(1, await page.Locator("[data-row]", new() { HasText = "Other bytes than were sealed" }).CountAsync());
        await RepairIsRefused(page);

        await PutBack(concord, kept);
        await page.GotoAsync(new Uri(concord.Http, "/system/integrity?show=all").ToString());
        await Says(page, ".verdict", "59 bundles are not what was sealed: somebody must see to them.");
        await page.Locator("[data-row] .good").GetByText("Whole again").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Language" }).ClickAsync();
        await Says(page, ".verdict", "59 个序列包与封存时不一致，需要处理。");
        Assert.Equal("zh-CN", await page.GetAttributeAsync("html", "lang"));
        Assert.Equal("完整性 · Concord", await page.TitleAsync());

        await page.RouteAsync("**/api/integrity*", route => route.FulfillAsync(new() { Status = 403, ContentType = "application/problem+json", Body = """{"detail":"Not for you."}""" }));
        await page.ReloadAsync();
        await Says(page, ".section [role=alert]", "没有得到回答：Not for you.");
        Assert.Equal(0, await page.Locator(".verdict").CountAsync());
        complaints.RemoveAll(complaint => complaint.StartsWith("503 ", StringComparison.Ordinal)); // what the server says where there is no replica
        Assert.Empty(complaints);
    }

    /// <summary>There is no replica to repair from, and the dialog says so in the server's words.</summary>
    private static async Task RepairIsRefused(IPage page)
    {
        await page.Locator("[data-row='1']").GetByRole(AriaRole.Button, new() { Name = "Repair" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Textbox).FillAsync("it is damaged");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Repair" }).ClickAsync();
        await dialog.GetByText("Not done: There is no replica, or it is away.").WaitForAsync();
        Assert.Empty(await Axe.Violations(page));
        await page.Keyboard.PressAsync("Escape");
        await dialog.WaitForAsync(new() { State = WaitForSelectorState.Hidden });
    }

    private static Task Says(IPage page, string where, string what) =>
        page.WaitForFunctionAsync("([where, what]) => document.querySelector(where)?.innerText.trim() === what", new[] { where, what });

    /// <summary>One bundle with another byte, all others gone, and a pass over them. Gives back the file of one that is gone.</summary>
    private static async Task<(string Path, byte[] Bytes)> Damage(ConcordServer concord)
    {
        await concord.Stop();
        var files = Directory.GetFiles(Path.Combine(concord.Data, "bundles"), "*.zip", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(Series, files.Count);
        var first = await File.ReadAllBytesAsync(files[0]);
        var kept = (files[1], await File.ReadAllBytesAsync(files[1]));
        first[1500] ^= 1;
        await File.WriteAllBytesAsync(files[0], first);
        foreach (var file in files[1..]) File.Delete(file);
        foreach (var mark in Directory.GetFiles(concord.Data, "integrity.mark")) File.Delete(mark); // a pass begins at once
        await concord.Launch();
        await WaitUntil(concord, answer => (int)answer["openFindings"]! == Series && answer["lastPassAt"] is not null);
        return kept;
    }

    private static async Task PutBack(ConcordServer concord, (string Path, byte[] Bytes) kept)
    {
        await concord.Stop();
        await File.WriteAllBytesAsync(kept.Path, kept.Bytes);
        await concord.Launch();
        await WaitUntil(concord, answer => (int)answer["openFindings"]! == Series - 1);
    }

    private static async Task WaitUntil(ConcordServer concord, Func<JsonNode, bool> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!isSo(JsonNode.Parse(await concord.Web.Client.GetStringAsync(new Uri(concord.Http, "/api/integrity?limit=1"), limit.Token))!)) await Task.Delay(50, limit.Token);
    }
}
