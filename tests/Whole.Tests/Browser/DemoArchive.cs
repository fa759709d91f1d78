using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Whole.Tests.Harness;

namespace Whole.Tests.Browser;

/// <summary>What a newcomer has after <c>./run --demo</c>: the archive with its synthetic studies, and a Chromium to look at it.</summary>
public sealed partial class DemoArchive : IAsyncLifetime
{
    private static readonly TimeSpan FillTimeout = TimeSpan.FromMinutes(5);
    private readonly TempFolder _folder = new("demo");
    private RunningProcess _run = null!;
    private Chromium _browser = null!;

    public Uri Http { get; private set; } = null!;

    internal DicomWeb Web { get; private set; } = null!;

    /// <summary>What the server and the start script said, for the message of a failure.</summary>
    public string Said => _run.Tail;

    public async Task InitializeAsync()
    {
        _run = RunningProcess.Start(Repository.At("run"), ["--demo", "--data", _folder["data"], "--http", "0", "--dicom", "0"]);
        var ready = await _run.WaitForLine(l => l.StartsWith("Concord is ready: ", StringComparison.Ordinal), TimeSpan.FromMinutes(8));
        Http = new Uri(Address().Match(ready).Value);
        Web = new DicomWeb(Http);
        var filled = await _run.WaitForLine(l => l.Contains("demo studies", StringComparison.Ordinal), FillTimeout);
        Assert.DoesNotContain("could not", filled, StringComparison.Ordinal);
        _browser = await Chromium.Start();
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        Web?.Dispose();
        Assert.Equal(0, await _run.Terminate(ConcordServer.StopTimeout));
        await _run.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>A page of a fresh profile; what goes wrong in it is gathered in <paramref name="complaints"/>.</summary>
    public Task<IPage> NewPage(List<string> complaints, string locale = "en-US", bool isStrict = false) => _browser.NewPage(complaints, locale, isStrict);

    /// <summary>Keeps a picture for the documentation when <c>CONCORD_SCREENSHOTS=1</c>.</summary>
    public static async Task Picture(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("CONCORD_SCREENSHOTS") != "1") return;
        await page.ScreenshotAsync(new() { Path = Repository.At("docs", "pictures", name) });
    }

    [GeneratedRegex(@"http://[^\s]+/", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Address();
}
