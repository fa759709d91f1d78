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
        await using var concord = await ConcordServer.StartOn(folder.Folder("data"), ["--seal-after", "3600", .. await BuiltPages.Arguments()], WithUsers);
        concord.Web.Client.DefaultRequestHeaders.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("anna:" + Passcode)));
        var studies = Enumerable.Range(0, 3).Select(_ => TestObject.New()).ToArray();
        foreach (var one in studies) Assert.Equal(0, await WireScu.Store(concord.DicomPort, one));
        var complaints = new List<string>();
        await using var chromium = await Chromium.Start();
        var anna = await chromium.NewPage(complaints, isStrict: true, user: new() { Username = "anna", Password = Passcode });
        var ben = await chromium.NewPage(complaints, isStrict: true, user: new() { Username = "ben", Password = Passcode });

        await anna.GotoAsync(new Uri(concord.Http, "/lifecycle?show=rejected").ToString()); // where the page was before
        await anna.GetByText("Nothing is rejected.").WaitForAsync();
        Assert.EndsWith("/system/lifecycle?show=rejected", anna.Url, StringComparison.Ordinal);
        foreach (var one in studies[..2]) await Reject(concord, one);
        await Open(anna, concord, "rejected");
        await anna.GetByText("2 rows").WaitForAsync();
        Assert.Empty(await Axe.Violations(anna));
        await DemoArchive.Picture(anna, "lifecycle.png");
        await Decide(anna, studies[0], "Restore", "it was the right one");
        await anna.GetByText("Restored.").WaitForAsync();
        await Decide(anna, studies[1], "Ask to purge", "wrong patient, the law wants it gone");
        await anna.GetByText("Asked; a second person must approve.").WaitForAsync();

        await Open(anna, concord, "purges");
        await Decide(anna, studies[1], "Approve", null);
        await anna.GetByRole(AriaRole.Dialog).GetByText("Not done: ").WaitForAsync(); // who asked does not approve
        Assert.Empty(await Axe.Violations(anna));
        await anna.Keyboard.PressAsync("Escape");
        await anna.GetByRole(AriaRole.Dialog).WaitForAsync(new() { State = WaitForSelectorState.Hidden });

        await Open(ben, concord, "purges");
        await Decide(ben, studies[1], "Approve", null);
        await ben.GetByText("Approved; the bytes go now.").WaitForAsync();
        await Certificate(ben, concord, studies[1]);
        await Hold(ben, concord, studies[2]);
        await Audit(ben, concord, studies[1]);

        await Open(ben, concord, "holds");
        await ben.GetByText("1 row").WaitForAsync();
        await ben.GetByRole(AriaRole.Button, new() { Name = "Language" }).ClickAsync();
        await ben.GetByText("1 条").WaitForAsync();
        Assert.Equal("数据管理 · Concord", await ben.TitleAsync());
        Assert.Empty(complaints);
    }

    /// <summary>Once the purge is carried out: listed, the chain whole, and a page to be printed.</summary>
    private static async Task Certificate(IPage page, ConcordServer concord, TestObject purged)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        do
        {
            await Open(page, concord, "certificates");
            await page.Locator(".figures").GetByText("Whole").WaitForAsync();
            await page.WaitForFunctionAsync("() => document.querySelector('.nothing, [data-row]')");
        }
        while (await Row(page, purged).CountAsync() == 0 && !limit.IsCancellationRequested);
        Assert.Empty(await Axe.Violations(page));
        await Row(page, purged).GetByText("View and print").ClickAsync();
        await page.WaitForURLAsync("**/certificates/*", new() { WaitUntil = WaitUntilState.Commit });
        await page.GetByText(purged.SopUid).First.WaitForAsync();
        var text = await page.InnerTextAsync("body");
        Assert.Contains(purged.SopUid, text, StringComparison.Ordinal);
        Assert.Contains("anna", text, StringComparison.Ordinal);
        Assert.Contains("ben", text, StringComparison.Ordinal);
        await DemoArchive.Picture(page, "certificate.png");
    }

    private static async Task Hold(IPage page, ConcordServer concord, TestObject held)
    {
        await Open(page, concord, "holds");
        await page.GetByText("There is no legal hold.").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Hold a study" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Study Instance UID").FillAsync(held.StudyUid);
        await dialog.GetByLabel("Until").FillAsync("2099-12-31");
        await dialog.GetByLabel("Why").FillAsync("the court asks for it");
        Assert.Empty(await Axe.Violations(page));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Hold a study" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter"); // all of it works without a mouse
        await page.GetByText("The study is held.").WaitForAsync();
        await Row(page, held).GetByText("Held").WaitForAsync();
    }

    /// <summary>Who decided what of a study, and why: the newest first, and of that study alone once it is chosen.</summary>
    private static async Task Audit(IPage page, ConcordServer concord, TestObject purged)
    {
        await page.GotoAsync(new Uri(concord.Http, "/system/audit").ToString());
        await page.Locator("[data-row]").First.GetByText("Held").WaitForAsync();
        await DemoArchive.Picture(page, "system-audit.png");
        await page.GetByRole(AriaRole.Textbox).FillAsync(purged.StudyUid);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForFunctionAsync("study => { const rows = [...document.querySelectorAll('[data-row]')]; return rows.length >= 3 && rows.every(row => row.innerText.includes(study)); }", purged.StudyUid);
        await page.GetByText("wrong patient, the law wants it gone").First.WaitForAsync();
        Assert.Empty(await Axe.Violations(page));
    }

    private static Task Open(IPage page, ConcordServer concord, string list) => page.GotoAsync(new Uri(concord.Http, "/system/lifecycle?show=" + list).ToString());

    private static async Task Decide(IPage page, TestObject about, string action, string? why)
    {
        await Row(page, about).GetByRole(AriaRole.Button, new() { Name = action }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        if (why is not null) await dialog.GetByRole(AriaRole.Textbox).FillAsync(why);
        await dialog.GetByRole(AriaRole.Button, new() { Name = action }).ClickAsync();
    }

    private static ILocator Row(IPage page, TestObject about) => page.Locator("[data-row]", new() { HasText = about.StudyUid });

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
