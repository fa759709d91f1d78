using System.Globalization;
using Whole.Tests.Harness;
using Xunit.Abstractions;

namespace Whole.Tests.Sweeps;

/// <summary>Damaged and hostile files before the command line: each is read or refused by one line, in bounded memory, and the next one follows.</summary>
public sealed class MalformedCliTests(ITestOutputHelper output)
{
    /// <summary>Heap that the command may use for all of them, bytes.</summary>
    private const long HeapBound = 256L << 20;

    [Theory]
    [InlineData("dump"), InlineData("json")]
    public async Task Files_are_read_or_refused_as_the_manifest_says(string verb)
    {
        var cases = MalformedFilesTests.Cases().ToList();
        var bound = new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = HeapBound.ToString("X", CultureInfo.InvariantCulture) };
        var run = await ToolRun.Run("dotnet", [Repository.CliDll, verb, .. cases.Select(c => c.Path)], environment: bound);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
        var refused = run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(": ")[1]).ToHashSet(StringComparer.Ordinal);
        output.WriteLine($"{verb}: {cases.Count} files, {refused.Count} refused, exit code {run.ExitCode}");
        Assert.Equal(1, run.ExitCode); // some were refused
        Assert.DoesNotContain(cases, c => c.Expect == "accept" && refused.Contains(c.Path));
        Assert.DoesNotContain(cases, c => c.Expect == "reject" && !refused.Contains(c.Path));
        if (verb == "json") Assert.Equal(cases.Count - refused.Count, run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Sending_them_all_ends_and_says_of_each_that_was_named_why_it_was_not_sent()
    {
        var cases = MalformedFilesTests.Cases().ToList();
        await using var concord = await ConcordServer.Start();
        var bound = new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = HeapBound.ToString("X", CultureInfo.InvariantCulture) };
        var run = await ToolRun.Run("dotnet", [Repository.CliDll, "store", "--to", $"{ConcordServer.Ae}@127.0.0.1:{concord.DicomPort}", "--retries", "0", .. cases.Select(c => c.Path)], environment: bound);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
        output.WriteLine($"{cases.Count} files: {run.Output.Trim()}");
        foreach (var (path, expect) in cases.Where(c => c.Expect == "reject"))
            Assert.True(run.Errors.Contains(path, StringComparison.Ordinal), $"{path} ({expect}) was sent without a word");
    }
}
