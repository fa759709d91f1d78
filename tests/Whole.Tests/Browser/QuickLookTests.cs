using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Whole.Tests.Browser;

/// <summary>A glance at images over the list, with keys, wheel and fingers; and over a slow line an image that is there, coarse, before all of it is.</summary>
[Collection(DemoCollection.Name)]
public sealed class QuickLookTests(DemoArchive demo, ITestOutputHelper output)
{
    private const int BytesPerSecond = 80_000;
    private const string Whole = ".stack-picture[data-quality=full]";
    private readonly List<string> _complaints = [];

    [Theory]
    [InlineData(1366, 768, "zh-CN", "dark")]
    [InlineData(390, 844, "en-US", "light")]
    public async Task Images_are_leafed_through_windowed_and_left_again(int width, int height, string locale, string colours)
    {
        var page = await demo.NewPage(_complaints, locale, isStrict: true);
        await page.SetViewportSizeAsync(width, height);
        await page.AddInitScriptAsync($"localStorage.setItem('concord.colours', '{colours}')");
        await Open(page, await Prior());
        await page.WaitForFunctionAsync("() => document.getAnimations().every(animation => animation.playState !== 'running')");
        Assert.True(await Colours(page) > 40, "the picture is drawn");
        await DemoArchive.Picture(page, $"quick-look-{width}.png");
        Assert.Empty(await Axe.Violations(page));
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), "nothing is wider than the window");

        var picture = page.Locator(".stack-picture");
        await picture.FocusAsync();
        await page.Keyboard.PressAsync("Home");
        await page.Keyboard.PressAsync("ArrowDown");
        await At(page, 1);
        await Drag(page, 0, 80); // fingers come before the mouse: within two seconds of it they are taken for its ghosts
        await page.Locator($"{Whole}:not([data-index='1'])").WaitForAsync();

        var window = await page.Locator(".stack-text span").Last.InnerTextAsync();
        await page.Locator(".mode-bar .ant-segmented-item").Nth(1).ClickAsync();
        await Drag(page, 60, 20);
        await page.WaitForFunctionAsync("before => [...document.querySelectorAll('.stack-text span')].at(-1).innerText !== before", window);
        await page.Locator(".mode-bar button").Last.ClickAsync();
        await page.WaitForFunctionAsync("before => [...document.querySelectorAll('.stack-text span')].at(-1).innerText === before", window);
        await picture.PressAsync("Home");
        await picture.HoverAsync();
        await page.Mouse.WheelAsync(0, 100);
        await At(page, 1);
        await page.Keyboard.PressAsync("Escape");
        await page.Locator(".stack-picture").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        Assert.Empty(_complaints);
        await page.CloseAsync();
    }

    [Fact]
    public async Task Over_a_slow_line_an_image_is_seen_before_its_last_byte_has_come()
    {
        var study = await Prior();
        using var answer = await demo.Web.Client.PostAsync(new Uri(demo.Http, $"/api/compress?study={study}"), null); // HTJ2K, resolutions in order: …4.202
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        var page = await demo.NewPage(_complaints, isStrict: true);
        await Open(page, study);
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var protocol = await page.Context.NewCDPSessionAsync(page);
        await protocol.SendAsync("Network.enable");
        await protocol.SendAsync("Network.emulateNetworkConditions", new Dictionary<string, object> { ["offline"] = false, ["latency"] = 0, ["downloadThroughput"] = BytesPerSecond, ["uploadThroughput"] = -1 });
        var times = JsonNode.Parse(await page.EvaluateAsync<string>($$"""
            async () => {
              const picture = document.querySelector('.stack-picture');
              const range = document.querySelector('.stack-range');
              const colours = {{ColoursScript}};
              const started = performance.now();
              Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(range, '5');
              range.dispatchEvent(new Event('input', { bubbles: true }));
              let coarse = null;
              while (!(picture.dataset.index === '4' && picture.dataset.quality === 'full')) {
                if (coarse === null && picture.dataset.index === '4' && picture.dataset.quality === 'coarse' && colours() > 40) coarse = performance.now() - started;
                await new Promise(resolve => setTimeout(resolve, 10));
              }
              const whole = performance.now() - started;
              const [frame] = performance.getEntriesByType('resource').filter(entry => entry.name.includes('/frames/') && entry.startTime >= started);
              return JSON.stringify({ coarse, whole, last: frame.responseEnd - started, bytes: frame.transferSize });
            }
            """))!;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(int)times["bytes"]!} bytes at {BytesPerSecond} a second: coarse after {(double?)times["coarse"]:0} ms, last byte after {(double)times["last"]!:0} ms, whole after {(double)times["whole"]!:0} ms"));
        Assert.NotNull(times["coarse"]);
        Assert.InRange((double)times["coarse"]!, 0, (double)times["last"]!);
        Assert.Empty(_complaints);
        await page.CloseAsync();
    }

    /// <summary>Different values among the pixels on the canvas.</summary>
    private const string ColoursScript = """
        () => {
          const canvas = document.querySelector('.stack-picture canvas');
          return new Set(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data).size;
        }
        """;

    private static Task<int> Colours(IPage page) => page.EvaluateAsync<int>(ColoursScript);

    private static Task At(IPage page, int index) => page.Locator($"{Whole}[data-index='{index}']").WaitForAsync();

    /// <summary>One finger from the middle of the picture.</summary>
    private static async Task Drag(IPage page, double x, double y)
    {
        var box = (await page.Locator(".stack-picture").BoundingBoxAsync())!;
        var protocol = await page.Context.NewCDPSessionAsync(page);
        for (var step = 0; step <= 10; step++)
        {
            var point = new Dictionary<string, object> { ["x"] = box.X + (box.Width / 2) + (x * step / 10), ["y"] = box.Y + (box.Height / 2) + (y * step / 10) };
            await protocol.SendAsync("Input.dispatchTouchEvent", new() { ["type"] = step == 0 ? "touchStart" : "touchMove", ["touchPoints"] = new[] { point } });
            await page.EvaluateAsync("() => new Promise(resolve => setTimeout(resolve, 40))"); // fingers are heard frame by frame
        }
        await protocol.SendAsync("Input.dispatchTouchEvent", new() { ["type"] = "touchEnd", ["touchPoints"] = Array.Empty<object>() });
        await page.Locator(Whole).WaitForAsync();
    }

    /// <summary>With the keyboard alone.</summary>
    private async Task Open(IPage page, string study)
    {
        var protocol = await page.Context.NewCDPSessionAsync(page);
        await protocol.SendAsync("Emulation.setTouchEmulationEnabled", new() { ["enabled"] = true });
        await page.GotoAsync($"{demo.Http}#id=SYN-0001");
        await page.Locator($"[data-study='{study}']").WaitForAsync();
        var row = int.Parse((await page.Locator($"[data-study='{study}']").GetAttributeAsync("data-row"))!, CultureInfo.InvariantCulture);
        await page.Locator("[role=grid]").FocusAsync();
        for (var step = 0; step <= row; step++) await page.Keyboard.PressAsync("ArrowDown");
        await page.Locator($"[data-study='{study}'].chosen").WaitForAsync();
        await page.Keyboard.PressAsync("Space");
        await page.Locator(Whole).WaitForAsync();
    }

    /// <summary>The oldest CT of the first demo patient; the newest is another test's.</summary>
    private async Task<string> Prior()
    {
        var all = await demo.Web.Query("studies?ModalitiesInStudy=CT&PatientID=SYN-0001");
        return all.MinBy(study => study["00080020"]!["Value"]![0]!.ToString(), StringComparer.Ordinal)!["0020000D"]!["Value"]![0]!.ToString();
    }
}
