using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Whole.Tests.Harness;

namespace Whole.Tests.Browser;

/// <summary>Peers and sends as an operator uses them, with DCMTK's <c>storescp</c> as the peer.</summary>
public sealed class SendPagesTests
{
    private const int Slices = 4;
    private static readonly Dictionary<string, string> OneTry = new() { ["CONCORD_Sends__MaxAttempts"] = "1" };
    private readonly List<string> _complaints = [];

    [Fact]
    public async Task A_peer_is_added_and_asked_and_a_study_goes_to_it_under_the_readers_eyes()
    {
        await using var concord = await ConcordServer.StartOn(null, await BuiltPages.Arguments());
        var study = await Store(concord);
        await using var receiver = await DcmtkReceiver.Start("+xa", "-xs", "-xcr", "/bin/sleep 0.7"); // slow enough to be seen on its way
        await using var chromium = await Chromium.Start();
        var page = await chromium.NewPage(_complaints, isStrict: true);
        await page.GotoAsync(new Uri(concord.Http, "/system/peers").ToString());
        await page.GetByText("No peer is known yet.").WaitForAsync();
        await AddPeer(page, receiver.Port);
        await page.Locator($"[data-row='{DcmtkReceiver.Ae}'] .echo.good").WaitForAsync(); // asked at once
        Assert.Matches(@"^There, \d+ ms$", (await page.Locator(".echo.good").InnerTextAsync()).Trim());
        await DemoArchive.Picture(page, "system-peer-added.png");

        await page.GotoAsync(new Uri(concord.Http, "/studies").ToString());
        await page.Locator("[data-study] .name").First.ClickAsync();
        await page.Locator(".panel-actions").GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.Locator(".echo.good").WaitForAsync(); // the only peer is chosen, and it is there
        Assert.Empty(await Axe.Violations(page));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        await dialog.Locator("[data-state=sending]").WaitForAsync();
        await page.WaitForFunctionAsync($"() => /^[1-{Slices - 1}] of {Slices} objects/m.test(document.querySelector('.send-progress')?.innerText ?? '')");
        await DemoArchive.Picture(page, "send-to-peer.png");
        await dialog.Locator("[data-state=done]").WaitForAsync();
        Assert.Contains($"{Slices} of {Slices} objects", await dialog.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(await Axe.Violations(page));
        Assert.Equal(Slices, receiver.ReceivedFiles().Count);

        await dialog.GetByText("All sends").ClickAsync();
        var row = page.Locator("[data-row]").First;
        await row.Locator("[data-state=done]").WaitForAsync();
        Assert.Contains(study, await row.InnerTextAsync(), StringComparison.Ordinal);
        await DemoArchive.Picture(page, "system-sends-done.png");
        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task A_send_that_failed_says_why_and_is_tried_again()
    {
        await using var concord = await ConcordServer.StartOn(null, await BuiltPages.Arguments(), OneTry);
        var study = await Store(concord);
        await concord.AddPeer(DcmtkReceiver.Ae, Ports.Free());
        using (var asked = await concord.Web.Client.PostAsJsonAsync(new Uri(concord.Http, "/api/sends"), new { to = DcmtkReceiver.Ae, study })) Assert.True(asked.IsSuccessStatusCode);
        await using var chromium = await Chromium.Start();
        var page = await chromium.NewPage(_complaints, isStrict: true);
        await page.GotoAsync(new Uri(concord.Http, "/system/sends").ToString());
        var row = page.Locator("[data-row='1']");
        await row.Locator("[data-state=failed] .bad").WaitForAsync(); // and says why
        Assert.Empty(await Axe.Violations(page));
        await DemoArchive.Picture(page, "system-send-failed.png");

        await page.GotoAsync(new Uri(concord.Http, "/system/health").ToString());
        await page.Locator(".verdict.warn").GetByText("1 send has failed").WaitForAsync();
        await page.Locator(".verdict.warn a").ClickAsync();

        await using var receiver = await DcmtkReceiver.Start();
        await concord.AddPeer(receiver);
        await row.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await row.Locator("[data-state=done]").WaitForAsync();
        Assert.Equal(Slices, receiver.ReceivedFiles().Count);
        Assert.Equal(0, await row.GetByRole(AriaRole.Button).GetByText("Try again").CountAsync());
        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task A_live_setting_is_changed_once_that_is_confirmed_and_others_are_not()
    {
        await using var concord = await ConcordServer.StartOn(null, await BuiltPages.Arguments());
        await using var chromium = await Chromium.Start();
        var page = await chromium.NewPage(_complaints, isStrict: true);
        await page.GotoAsync(new Uri(concord.Http, "/system/settings").ToString());
        await page.Locator("[data-row='Vault:Folder']").WaitForAsync();
        Assert.Equal(0, await page.Locator("[data-row='Vault:Folder'] button").CountAsync());
        await page.GetByLabel("Search settings").Last.FillAsync("sends parallel");
        await page.WaitForFunctionAsync("() => document.querySelectorAll('[data-row]').length === 1");
        var row = page.Locator("[data-row='Sends:Parallel']");
        await row.GetByRole(AriaRole.Button).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        var change = dialog.GetByRole(AriaRole.Button, new() { Name = "Change", Exact = true });
        await dialog.GetByRole(AriaRole.Spinbutton, new() { Name = "Value" }).FillAsync("99");
        await dialog.GetByText("A whole number, 1 to 32.").WaitForAsync();
        await dialog.GetByRole(AriaRole.Spinbutton, new() { Name = "Value" }).FillAsync("7");
        Assert.True(await change.IsDisabledAsync(), "nothing is changed that is not confirmed");
        await dialog.GetByRole(AriaRole.Checkbox).CheckAsync();
        Assert.Empty(await Axe.Violations(page));
        await DemoArchive.Picture(page, "system-setting-changed.png");
        await change.ClickAsync();
        await row.GetByText("changed by").WaitForAsync();
        Assert.Contains("7", await row.Locator("td").First.InnerTextAsync(), StringComparison.Ordinal);
        var settings = JsonNode.Parse(await concord.Web.Client.GetStringAsync(new Uri(concord.Http, "/api/settings")))!["settings"]!.AsArray();
        Assert.Equal(7, (int)settings.Single(one => (string?)one!["name"] == "Sends:Parallel")!["value"]!);
        Assert.Empty(_complaints);
    }

    private static async Task AddPeer(IPage page, int port)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a peer" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("AE title").FillAsync("A\\B");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await dialog.GetByText("1 to 16 printable ASCII characters").WaitForAsync();
        await dialog.GetByText("A host name or an IP address.").WaitForAsync();
        Assert.Empty(await Axe.Violations(page));
        await dialog.GetByLabel("AE title").FillAsync(DcmtkReceiver.Ae);
        await dialog.GetByLabel("Host").FillAsync("127.0.0.1");
        await dialog.GetByLabel("Port").FillAsync(port.ToString(CultureInfo.InvariantCulture));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
    }

    /// <summary>A study of some slices; its UID.</summary>
    private static async Task<string> Store(ConcordServer concord)
    {
        var slices = TestObject.Series(Slices);
        (await concord.Web.Stow([.. slices.Select(slice => slice.Part10())])).AllStored();
        return slices[0].StudyUid;
    }
}
