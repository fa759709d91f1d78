using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Whole.Tests.Browser;

/// <summary>Our page around OHIF, and what its one adapter relies on: another study without a reload, a prior beside it, measurements that come back, key images that are kept.</summary>
[Collection(DemoCollection.Name)]
public sealed class ViewPageTests(DemoArchive demo)
{
    private const string Frame = "iframe[data-ready=true]";
    private readonly List<string> _complaints = [];

    [Fact]
    public async Task Studies_are_switched_and_compared_without_a_reload_and_measurements_and_key_images_come_back()
    {
        var (newest, prior) = await TwoCts();
        var page = await demo.NewPage(_complaints, "zh-CN", isStrict: true);
        var patient = newest["00100020"]!["Value"]![0]!.ToString();
        await page.GotoAsync($"{demo.Http}#id={patient}");
        await page.Locator($"[data-study='{Uid(newest)}'] .name").ClickAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync($"**/view/{Uid(newest)}");
        await page.Locator(Frame).WaitForAsync();
        Assert.Contains("张三", await page.Locator(".view-bar h1").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("Zhang, San", await page.Locator(".view-bar h1").InnerTextAsync(), StringComparison.Ordinal);
        await InViewer(page, "viewer => { viewer.marker = 'the same window'; }");
        await DemoArchive.Picture(page, "view.png");

        await Choose(page, prior, ".ant-btn-link"); // instead of the one that is shown
        await Shows(page, Uid(prior));
        await Measure(page);
        await Mark(page, prior);

        await Choose(page, newest, ".ant-btn-sm"); // beside it
        await Shows(page, Uid(prior), Uid(newest));
        Assert.Equal("the same window", await InViewer(page, "viewer => viewer.marker"));
        Assert.Equal(1, await page.Locator(".selection").CountAsync());
        await DemoArchive.Picture(page, "view-compare.png");
        Assert.Empty(await Axe.Violations(page));

        await page.ReloadAsync(); // all of it is in the address
        await page.Locator(Frame).WaitForAsync();
        await Shows(page, Uid(prior), Uid(newest));
        await page.Locator(".selection img").WaitForAsync();
        await page.CloseAsync();
        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task The_way_back_leads_to_the_place_in_the_list_where_one_was()
    {
        var page = await demo.NewPage(_complaints, isStrict: true);
        await page.SetViewportSizeAsync(1366, 420); // so that there is something to scroll
        await page.GotoAsync($"{demo.Http}#order=PatientName");
        await page.Locator("[data-row='3'] .name").ClickAsync();
        await page.Keyboard.PressAsync("End");
        var chosen = page.Locator(".chosen[data-row]");
        await page.WaitForFunctionAsync("() => document.querySelector('[role=grid]').scrollTop > 0 && document.querySelector('.chosen[data-study]')");
        var (row, scroll) = (await chosen.GetAttributeAsync("data-row"), await page.EvaluateAsync<int>("() => document.querySelector('[role=grid]').scrollTop"));
        await page.Keyboard.PressAsync("Enter");
        await page.Locator(".view-bar").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "To the studies" }).ClickAsync();
        await chosen.WaitForAsync();
        Assert.Equal(row, await chosen.GetAttributeAsync("data-row"));
        Assert.Equal(scroll, await page.EvaluateAsync<int>("() => document.querySelector('[role=grid]').scrollTop"));
        Assert.EndsWith("#order=PatientName", page.Url, StringComparison.Ordinal);
        await page.Keyboard.PressAsync("Enter"); // the list has the keyboard
        await page.Locator(".view-bar").WaitForAsync();
        await page.CloseAsync();
    }

    [Theory]
    [InlineData(1920, 1080, "en-US", "light")]
    [InlineData(390, 844, "zh-CN", "dark")]
    public async Task The_page_around_the_viewer_has_no_violation(int width, int height, string locale, string colours)
    {
        var (newest, _) = await TwoCts();
        var page = await demo.NewPage(_complaints, locale, isStrict: true);
        await page.SetViewportSizeAsync(width, height);
        await page.AddInitScriptAsync($"localStorage.setItem('concord.colours', '{colours}')");
        await page.GotoAsync($"{demo.Http}view/{Uid(newest)}");
        await page.Locator(Frame).WaitForAsync();
        await page.Locator(".view-bar button").Last.ClickAsync(); // the side panel: away, or over the images on a phone
        await page.WaitForFunctionAsync("() => document.getAnimations().every(animation => animation.playState !== 'running')");
        await DemoArchive.Picture(page, $"view-{width}.png");
        Assert.Empty(await Axe.Violations(page));
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), "nothing is wider than the window");
        await page.CloseAsync();
    }

    /// <summary>A length, drawn with OHIF's own tool, arrives beside the images.</summary>
    private static async Task Measure(IPage page)
    {
        await InViewer(page, "viewer => { viewer.commandsManager.runCommand('setToolActiveToolbar', { toolName: 'Length', toolGroupIds: ['default'] }); }");
        var canvas = (await page.FrameLocator(Frame).Locator("canvas").First.BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(canvas.X + (canvas.Width * 0.4f), canvas.Y + (canvas.Height * 0.5f));
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(canvas.X + (canvas.Width * 0.5f), canvas.Y + (canvas.Height * 0.52f), new() { Steps = 5 });
        await page.Mouse.MoveAsync(canvas.X + (canvas.Width * 0.6f), canvas.Y + (canvas.Height * 0.55f), new() { Steps = 5 });
        await page.Mouse.UpAsync();
        await page.Locator("[data-measurement=Length]", new() { HasText = "mm" }).WaitForAsync();
    }

    /// <summary>The image that is shown becomes a key image of its study, which the archive finds as an object of modality KO.</summary>
    private async Task Mark(IPage page, JsonNode study)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "标记此图像" }).ClickAsync();
        await page.Locator(".marks img").WaitForAsync();
        await page.GetByLabel("备注").FillAsync("左肺结节");
        await page.GetByRole(AriaRole.Button, new() { Name = "存为关键图像" }).ClickAsync();
        await page.Locator(".selection", new() { HasText = "左肺结节" }).WaitForAsync();
        var series = Assert.Single(await demo.Web.Query($"studies/{Uid(study)}/series?Modality=KO"))!;
        var documents = await demo.Web.Query($"studies/{Uid(study)}/series/{series["0020000E"]!["Value"]![0]}/metadata");
        var document = Assert.Single(documents)!;
        Assert.Equal("1.2.840.10008.5.1.4.1.1.88.59", document["00080016"]!["Value"]![0]!.ToString());
        Assert.Equal(study["00100010"]!["Value"]![0]!.ToJsonString(), document["00100010"]!["Value"]![0]!.ToJsonString()); // all groups of the name
        var content = document["0040A730"]!["Value"]!.AsArray();
        Assert.Equal("左肺结节", content[0]!["0040A160"]!["Value"]![0]!.ToString());
        var marked = content[1]!["00081199"]!["Value"]![0]!["00081155"]!["Value"]![0]!.ToString();
        Assert.Single(await demo.Web.Query($"studies/{Uid(study)}/instances?SOPInstanceUID={marked}"));
    }

    private static async Task Choose(IPage page, JsonNode other, string button)
    {
        await page.Locator(".view-bar button[aria-label$=既往检查]").ClickAsync();
        await page.Locator($"[data-prior='{Uid(other)}'] {button}").ClickAsync();
    }

    /// <summary>Every one of the studies is in a viewport, and drawn.</summary>
    private static Task Shows(IPage page, params string[] studies) => page.WaitForFunctionAsync($$"""
        wanted => {
          const viewer = document.querySelector('{{Frame}}')?.contentWindow;
          const { viewportGridService, cornerstoneViewportService } = viewer?.services ?? {};
          if (!viewportGridService) return false;
          const viewports = [...viewportGridService.getState().viewports.keys()].map(id => cornerstoneViewportService.getCornerstoneViewport(id)).filter(Boolean);
          const shown = viewports.map(viewport => /studies\/([0-9.]+)/.exec(viewport.getCurrentImageId?.() ?? '')?.[1]);
          const isDrawn = [...viewer.document.querySelectorAll('canvas')].some(canvas => {
            const context = canvas.getContext('2d');
            return context && canvas.width > 100 && new Set(context.getImageData(0, 0, canvas.width, canvas.height).data).size > 40;
          });
          return isDrawn && shown.length === wanted.length && wanted.every(study => shown.includes(study));
        }
        """, studies, new() { Timeout = 120_000, PollingInterval = 300 });

    private static async Task<string?> InViewer(IPage page, string what) =>
        await page.EvaluateAsync<string?>($"() => ({what})(document.querySelector('{Frame}').contentWindow)");

    /// <summary>Two CT studies of one patient, the newer one first.</summary>
    private async Task<(JsonNode Newest, JsonNode Prior)> TwoCts()
    {
        var all = await demo.Web.Query("studies?ModalitiesInStudy=CT&PatientName=Zhang^San*");
        var sorted = all.OrderByDescending(study => study["00080020"]!["Value"]![0]!.ToString(), StringComparer.Ordinal).ToList();
        return (sorted[0], sorted[1]);
    }

    private static string Uid(JsonNode study) => study["0020000D"]!["Value"]![0]!.ToString();
}
