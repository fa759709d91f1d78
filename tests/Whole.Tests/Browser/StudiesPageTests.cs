using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Whole.Tests.Harness;

namespace Whole.Tests.Browser;

/// <summary>The Studies page as a person uses it, under the policy that browsers are given: finding, opening, arrivals, corrections.</summary>
[Collection(DemoCollection.Name)]
public sealed partial class StudiesPageTests(DemoArchive demo)
{
    private const string Rows = "[data-study]";
    private readonly List<string> _complaints = [];

    [Fact]
    public async Task The_study_list_shows_the_demo_studies_with_names_in_Hanzi_and_their_pinyin()
    {
        var page = await Open("#id=SYN-");
        var text = await page.Locator("[role=grid]").InnerTextAsync();
        Assert.Matches(Hanzi(), text);
        Assert.Contains("Zhang, San", text, StringComparison.Ordinal);
        Assert.NotEqual(0, await page.Locator($"{Rows} a[href^='/view/']").CountAsync());
        await DemoArchive.Picture(page, "study-list.png");
        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task A_study_is_found_by_pinyin_and_opened_in_the_viewer_without_a_mouse()
    {
        var page = await Open();
        var asked = new List<string>();
        page.Request += (_, request) => asked.Add(request.Url);
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("zhang san");
        await page.WaitForFunctionAsync("() => { const names = [...document.querySelectorAll('[data-study] .name')]; return names.length > 0 && names.every(name => name.textContent.includes('张三')); }");
        Assert.All(asked.Where(url => url.Contains("zhang", StringComparison.OrdinalIgnoreCase)), url => Assert.Contains("/dicom-web/studies", url, StringComparison.Ordinal));
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Locator($"{Rows}.chosen[data-row='1']").WaitForAsync();
        var chosen = await page.Locator($"{Rows}.chosen").GetAttributeAsync("data-study");
        await page.Locator("aside .strip img").First.WaitForAsync();
        await page.Locator("aside .priors li").First.WaitForAsync();
        Assert.Equal(0, await page.Locator($"aside .priors a[href='/view/{chosen}']").CountAsync());
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(url => url.Contains($"/view/{chosen}", StringComparison.Ordinal));
        await page.CloseAsync();
    }

    [Fact]
    public async Task A_study_that_arrives_shows_by_itself_and_stands_out()
    {
        var page = await Open();
        await page.Locator(".live.on").WaitForAsync();
        var arriving = TestObject.New() with { StudyDate = "20991231", PatientName = "Lai^Xin=来^新", PatientId = "LIVE-1" };
        (await demo.Web.Stow(arriving.Part10())).AllStored();
        var row = page.Locator($"[data-study='{arriving.StudyUid}']");
        await row.WaitForAsync();
        Assert.Equal("0", await row.GetAttributeAsync("data-row")); // the newest is first
        Assert.Contains("fresh", (await row.GetAttributeAsync("class"))!, StringComparison.Ordinal);
        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task A_name_is_set_right_with_a_preview_before_and_an_undo_after()
    {
        var wrong = TestObject.New() with { StudyDate = "20980101", PatientName = "Wu^Ming=误^名", PatientId = "EDIT-1" };
        (await demo.Web.Stow(wrong.Part10())).AllStored();
        var page = await Open("#id=EDIT-1");
        await page.Locator($"[data-study='{wrong.StudyUid}'] .name").ClickAsync();
        await page.Locator("aside").GetByRole(AriaRole.Button, new() { Name = "Set right" }).ClickAsync();
        await page.GetByLabel("Name in Hanzi").FillAsync("吴^明");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show what changes" }).ClickAsync();
        var preview = page.Locator(".preview");
        await preview.WaitForAsync();
        Assert.Contains("误名 (Wu, Ming)", await preview.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("吴明 (Wu, Ming)", await preview.InnerTextAsync(), StringComparison.Ordinal);
        await page.GetByLabel("Why").FillAsync("a wrong character");
        await page.Locator(".ant-modal").GetByRole(AriaRole.Button, new() { Name = "Set right" }).ClickAsync();
        await Says(page, wrong, "吴明");
        await page.Locator(".ant-notification").GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Says(page, wrong, "误名");
        Assert.Equal(1, await page.Locator("aside .history li").CountAsync());
        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task A_list_of_a_million_studies_is_scrolled_to_its_end_and_back_with_a_few_requests()
    {
        const int million = 1_000_000;
        var page = await demo.NewPage(_complaints, isStrict: true);
        var offsets = new List<int>();
        await page.RouteAsync("**/dicom-web/studies/count*", route => route.FulfillAsync(new() { ContentType = "application/json", Body = $$"""{"count":{{million}}}""" }));
        await page.RouteAsync("**/dicom-web/studies?*", route =>
        {
            var offset = int.Parse(Offset().Match(route.Request.Url) is { Success: true } found ? found.Groups["offset"].Value : "0", System.Globalization.CultureInfo.InvariantCulture);
            offsets.Add(offset);
            var rows = Enumerable.Range(offset, Math.Min(100, million - offset)).Select(row => $$$"""{"0020000D":{"vr":"UI","Value":["1.2.{{{row}}}"]},"00100020":{"vr":"LO","Value":["ROW-{{{row}}}"]}}""");
            return route.FulfillAsync(new() { ContentType = "application/dicom+json", Body = $"[{string.Join(',', rows)}]" });
        });
        await page.GotoAsync(demo.Http.ToString());
        await page.Locator("[data-study='1.2.0']").WaitForAsync();
        await page.Locator("[role=grid]").FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("End");
        await page.Locator("[data-study='1.2.999999'].chosen").WaitForAsync();
        await page.Keyboard.PressAsync("PageUp");
        await page.Locator("[role=grid]").EvaluateAsync("grid => { grid.scrollTop = grid.scrollHeight / 2; }");
        await page.Locator("[data-study^='1.2.49'], [data-study^='1.2.50']").First.WaitForAsync();
        await page.Keyboard.PressAsync("Home");
        await page.Locator("[data-study='1.2.0'].chosen").WaitForAsync();
        Assert.InRange(offsets.Count, 3, 12);
        Assert.Empty(_complaints);
    }

    private static Task Says(IPage page, TestObject study, string name) =>
        page.Locator($"[data-study='{study.StudyUid}'] .name b", new() { HasText = name }).WaitForAsync();

    private async Task<IPage> Open(string hash = "")
    {
        var page = await demo.NewPage(_complaints, isStrict: true);
        await page.GotoAsync($"{demo.Http}{hash}");
        await page.Locator(Rows).First.WaitForAsync();
        return page;
    }

    [GeneratedRegex(@"[\u4e00-\u9fff]{2,}", RegexOptions.None, 1000)]
    private static partial Regex Hanzi();

    [GeneratedRegex(@"[?&]offset=(?<offset>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Offset();
}
