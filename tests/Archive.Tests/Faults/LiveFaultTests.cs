using Xunit.Abstractions;

namespace Archive.Tests.Faults;

/// <summary>The disk fails under a living archive, below everything that it calls, SQLite's own calls included: at every nth operation with errors of every sort. Nothing that was
/// acknowledged is lost, what is not kept is refused as out of resources, reads go on, and the archive is well again, by itself or after a start.</summary>
public sealed class LiveFaultTests(ITestOutputHelper output)
{
    private static readonly string Stride = Environment.GetEnvironmentVariable("CONCORD_ALL") == "1" ? "1" : "9";

    [Theory]
    [InlineData("full")]
    [InlineData("write")]
    [InlineData("sync")]
    [InlineData("read")]
    [InlineData("names")]
    [InlineData("slow")]
    public async Task Whatever_fails_nothing_acknowledged_is_lost(string fault)
    {
        using var folder = new MemoryFolder();
        var said = await DiskShim.Run(folder.Path, null, "fail", fault, Stride, folder.Path);
        output.WriteLine(said);
        Assert.Contains("rounds", said, StringComparison.Ordinal);
    }
}
