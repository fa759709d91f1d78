using System.Net.Http.Json;
using System.Text;
using Microsoft.Playwright;
using Whole.Tests.Harness;
using Whole.Tests.Harness.Wire;

namespace Whole.Tests.Browser;

/// <summary>What two people see and do who decide about what is kept.</summary>
public sealed class LifecyclePageTests
{
    private const string Passcode = "a long passcode";
    private static readonly Dictionary<string, string> WithUsers = new() { ["CONCORD_Http__Users"] = "true" };

    [Fact]
    public async Task Two_people_reject_restore_purge_and_hold_and_print_the_certificate()
    {
        using var folder = new TempFolder("lifecycle");
        await AddUsers(folder, "anna", "ben");
        await using var concord = await ConcordServer.StartOn(folder.Folder("data"), ["--seal-after", "3600"], WithUsers);
        concord.Web.Client.DefaultRequestHeaders.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("anna:" + Passcode)));
        var studies = Enumerable.Range(0, 3).Select(_ => TestObject.New()).ToArray();
        foreach (var one in studies) Assert.Equal(0, await WireScu.Store(concord.DicomPort, one));
        var complaints = new List<string>();
        await using var chromium = await Chromium.Start();
        var anna = await chromium.NewPage(complaints, isStrict: true, user: new() { Username = "anna", Password = Passcode });
        var ben = await chromium.NewPage(complaints, isStrict: true, user: new() { Username = "ben", Password = Passcode });

        await Open(anna, concord, "");
        await Says(anna, "#status", "Nothing is rejected.");
        foreach (var one in studies[..2]) await Reject(concord, one);
        await Open(anna, concord, "?show=rejected");
        await Says(anna, "#status", "2 rows");
        await DemoArchive.Picture(anna, "lifecycle.png");
        await Decide(anna, studies[0], "Restore", "it was the right one");
        await Says(anna, "#done", "Restored.");
        await Decide(anna, studies[1], "Ask to purge", "wrong patient, the law wants it gone");
        await Says(anna, "#done", "Asked; a second person must approve.");

        await Open(anna, concord, "?show=purges");
        await Row(anna, studies[1]).GetByText("Approve", new() { Exact = true }).ClickAsync();
        await anna.Locator("#confirm").ClickAsync();
        await anna.WaitForFunctionAsync("() => document.querySelector('#refusal').textContent.startsWith('Not done: ')"); // who asked does not approve
        await DemoArchive.Picture(anna, "lifecycle-refused.png");
        await anna.Keyboard.PressAsync("Escape");
        Assert.False(await anna.Locator("#ask").IsVisibleAsync());

        await Open(ben, concord, "?show=purges");
        await Decide(ben, studies[1], "Approve", null);
        await Says(ben, "#done", "Approved; the bytes go now.");
        await Certificate(ben, concord, studies[1]);
        await Hold(ben, concord, studies[2]);

        await Open(ben, concord, "?show=sites");
        await Says(ben, "#status", "1 rows");
        await ben.Locator("#language").ClickAsync();
        await Says(ben, "#status", "1 条");
        Assert.Equal("数据管理", await ben.TitleAsync());
        await Open(ben, concord, "?show=holds");
        await ben.WaitForFunctionAsync("() => document.querySelectorAll('#rows tr').length === 1");
        await DemoArchive.Picture(ben, "lifecycle-zh.png");
        Assert.Empty(complaints);
    }

    /// <summary>Once the purge is carried out: listed, the chain whole, and a page to be printed.</summary>
    private static async Task Certificate(IPage page, ConcordServer concord, TestObject purged)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        do
        {
            await Open(page, concord, "?show=certificates");
            await page.WaitForFunctionAsync("() => !document.querySelector('#figures').hidden");
        }
        while (await Row(page, purged).CountAsync() == 0 && !limit.IsCancellationRequested);
        Assert.Contains("Whole", await page.InnerTextAsync("#figures"), StringComparison.Ordinal);
        await DemoArchive.Picture(page, "lifecycle-certificates.png");
        await Row(page, purged).GetByText("View and print").ClickAsync();
        await page.WaitForURLAsync("**/certificates/*");
        var text = await page.InnerTextAsync("body");
        Assert.Contains(purged.SopUid, text, StringComparison.Ordinal);
        Assert.Contains("anna", text, StringComparison.Ordinal);
        Assert.Contains("ben", text, StringComparison.Ordinal);
        await DemoArchive.Picture(page, "certificate.png");
    }

    private static async Task Hold(IPage page, ConcordServer concord, TestObject held)
    {
        await Open(page, concord, "?show=holds");
        await Says(page, "#status", "There is no legal hold.");
        await page.Locator("#new").ClickAsync();
        await page.Locator("[name=study]").FillAsync(held.StudyUid);
        await page.Locator("[name=until]").FillAsync("2099-12-31");
        await page.Locator("[name=why]").FillAsync("the court asks for it");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter"); // all of it works without a mouse
        await Says(page, "#done", "The study is held.");
        await page.WaitForFunctionAsync("() => document.querySelector('#rows')?.textContent.includes('Held')");
    }

    private static async Task Open(IPage page, ConcordServer concord, string query)
    {
        await page.GotoAsync(new Uri(concord.Http, "/lifecycle" + query).ToString());
        await page.WaitForFunctionAsync("() => !/^(Loading|Searching|正在)/.test(document.querySelector('#status').textContent)");
    }

    private static async Task Decide(IPage page, TestObject about, string action, string? why)
    {
        await Row(page, about).GetByText(action, new() { Exact = true }).ClickAsync();
        if (why is not null) await page.Locator("[name=why]").FillAsync(why);
        await page.Locator("#confirm").ClickAsync();
    }

    private static ILocator Row(IPage page, TestObject about) => page.Locator("#rows tr", new() { HasText = about.StudyUid });

    private static Task Says(IPage page, string where, string what) =>
        page.WaitForFunctionAsync("([where, what]) => document.querySelector(where)?.textContent === what", new[] { where, what });

    private static async Task Reject(ConcordServer concord, TestObject one)
    {
        using var answer = await concord.Web.Client.PostAsJsonAsync(new Uri(concord.Http, "/api/lifecycle/reject"), new { study = one.StudyUid, reason = "113001", why = "motion" });
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    private static async Task AddUsers(TempFolder folder, params string[] users)
    {
        await File.WriteAllTextAsync(folder["passcode"], Passcode + "\n");
        foreach (var user in users) await ConcordCli.Run("user", "add", user, "--data", folder.Folder("data"), "--passcode-file", folder["passcode"]);
    }
}
