namespace Whole.Tests.Browser;

/// <summary>No violation of WCAG that axe finds, in both languages and colours, on a desktop, a laptop and a phone.</summary>
[Collection(DemoCollection.Name)]
public sealed class AccessibilityTests(DemoArchive demo)
{
    [Theory]
    [InlineData(1920, 1080, "en-US", "dark")]
    [InlineData(1366, 768, "zh-CN", "light")]
    [InlineData(390, 844, "zh-CN", "dark")]
    [InlineData(390, 844, "en-US", "light")]
    public async Task The_list_the_study_and_its_correction_have_no_violation(int width, int height, string locale, string colours)
    {
        var complaints = new List<string>();
        var page = await demo.NewPage(complaints, locale, isStrict: true);
        await page.SetViewportSizeAsync(width, height);
        await page.AddInitScriptAsync($"localStorage.setItem('concord.colours', '{colours}')");
        await page.GotoAsync(demo.Http.ToString());
        await page.Locator("[data-study]").First.WaitForAsync();
        Assert.Equal(locale == "zh-CN" ? "zh-CN" : "en", await page.GetAttributeAsync("html", "lang"));
        Assert.Empty(await Axe.Violations(page));

        await page.Locator("[data-row='2'] .name").ClickAsync();
        await page.Locator(".strip img").First.WaitForAsync();
        Assert.Empty(await Axe.Violations(page));

        await page.Locator(".panel-actions button").Last.ClickAsync();
        await page.Locator(".edit-form").WaitForAsync();
        Assert.Empty(await Axe.Violations(page));
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), "nothing is wider than the window");
        Assert.Empty(complaints);
        await page.CloseAsync();
    }
}
