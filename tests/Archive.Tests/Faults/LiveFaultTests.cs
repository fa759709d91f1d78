using Xunit.Abstractions;

namespace Archive.Tests.Faults;

/// <summary>The disk fails under a living archive, below everything that it calls, SQLite's own calls included: at every nth operation with errors of every sort. Nothing that was
/// acknowledged is lost, what is not kept is refused as out of resources, reads go on, and the archive is well again, by itself or after a start.</summary>
public sealed class LiveFaultTests(ITestOutputHelper output)
{
    private const int Stride = 9;

    /// <summary>From each operation on, in as many parts as the stride is long; or from every ninth.</summary>
    public static TheoryData<string, int> Faults
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var fault in new[] { "full", "write", "sync", "read", "names", "slow" })
                for (var part = 0; part < (Environment.GetEnvironmentVariable("CONCORD_ALL") == "1" && fault != "slow" ? Stride : 1); part++) data.Add(fault, part);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Whatever_fails_nothing_acknowledged_is_lost(string fault, int part)
    {
        using var folder = new MemoryFolder();
        var said = await DiskShim.Run(folder.Path, null, "fail", fault, $"{1 + part}", $"{Stride}", folder.Path);
        output.WriteLine(said);
        Assert.Contains("rounds", said, StringComparison.Ordinal);
    }
}
