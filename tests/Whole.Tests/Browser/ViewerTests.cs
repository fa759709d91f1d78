using System.Text;
using Microsoft.Playwright;

namespace Whole.Tests.Browser;

/// <summary>What a person sees in the browser: a study in the diagnostic viewer.</summary>
[Collection(DemoCollection.Name)]
public sealed class ViewerTests(DemoArchive demo)
{
    private const int EnoughColours = 40;
    private const string Htj2k = "1.2.840.10008.1.2.4.202";

    [Fact]
    public async Task A_CT_opens_in_the_viewer_and_its_pixels_are_drawn_as_it_came_and_compressed_at_rest()
    {
        var ct = (await demo.Web.Query("studies?ModalitiesInStudy=CT")).Where(s => s["00080061"]!["Value"]!.AsArray().Count == 1).MaxBy(s => (int)s["00201208"]!["Value"]![0]!)!;
        var study = ct["0020000D"]!["Value"]![0]!.ToString();
        var asItCame = await Show(study, "viewer-ct.png");
        Assert.DoesNotContain(asItCame, head => head.Contains(Htj2k, StringComparison.Ordinal));
        using var answer = await demo.Web.Client.PostAsync(new Uri(demo.Http, $"/api/compress?study={study}"), null);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        var compressed = await Show(study, "");
        Assert.Contains(compressed, head => head.Contains(Htj2k, StringComparison.Ordinal));
    }

    /// <summary>Opens a study and leafs through it; how the first frames that came begin: with the headers of their part.</summary>
    private async Task<List<string>> Show(string study, string picture)
    {
        var (complaints, answers) = (new List<string>(), new List<IResponse>());
        var page = await demo.NewPage(complaints);
        page.Response += (_, response) =>
        {
            if (response.Url.Contains("/frames/", StringComparison.Ordinal)) answers.Add(response);
        };
        await page.GotoAsync($"{demo.Http}viewer?StudyInstanceUIDs={study}");
        await page.WaitForFunctionAsync($$"""
            () => [...document.querySelectorAll('canvas')].some(canvas => {
              const context = canvas.getContext('2d');
              if (!context || canvas.width < 100) return false;
              const data = context.getImageData(0, 0, canvas.width, canvas.height).data;
              const seen = new Set();
              for (let i = 0; i < data.length; i += 4 * 97) seen.add(data[i] << 16 | data[i + 1] << 8 | data[i + 2]);
              return seen.size > {{EnoughColours}};
            })
            """, null, new() { Timeout = 120_000, PollingInterval = 500 });
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await page.Locator("canvas").First.ClickAsync();
        for (var slice = 0; slice < 55; slice++) await page.Keyboard.PressAsync("ArrowDown");
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        if (picture.Length > 0) await DemoArchive.Picture(page, picture);
        Assert.Empty(complaints);
        var heads = new List<string>();
        foreach (var answer in answers.Take(3)) heads.Add(Encoding.ASCII.GetString((await answer.BodyAsync()).AsSpan(0, 300)));
        await page.CloseAsync();
        return heads;
    }
}
