using Concord.Vault.Receive;

namespace Archive.Tests.Receive;

/// <summary>The corpus of damaged files: what its table says must be refused is refused, what must be kept is kept, and the archive goes on.</summary>
public sealed class MalformedTests(Xunit.Abstractions.ITestOutputHelper output) : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Damaged_files_get_what_the_table_expects()
    {
        var corpus = Environment.GetEnvironmentVariable("CONCORD_CORPUS") ?? FindCorpus();
        if (corpus is null)
        {
            output.WriteLine("The corpus is not here; nothing was tried.");
            return;
        }
        await using var vault = await TestVault.Open(_folder.Path, options => options with { MaxObjectInMemoryBytes = 1 << 20 });
        var wrong = new List<string>();
        foreach (var line in File.ReadLines(Path.Combine(corpus, "malformed", "dicom.csv")).Skip(1))
        {
            var columns = line.Split(',');
            var path = Path.Combine(corpus, "malformed", "dicom", columns[0]);
            if (!File.Exists(path)) continue;
            var outcome = await vault.Store(await File.ReadAllBytesAsync(path), syntax: null);
            var isRefused = outcome is StoreOutcome.Refused;
            if ((columns[2] == "accept" && isRefused) || (columns[2] == "reject" && !isRefused)) wrong.Add($"{columns[0]}: {outcome}");
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.IsType<StoreOutcome.Stored>(await vault.Store(Objects.Slice(1)));
        await vault.Vault.SealAll(CancellationToken.None);
    }

    private static string? FindCorpus()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Directory.Exists(Path.Combine(folder.FullName, "..", "shared", "corpus"))) return Path.Combine(folder.FullName, "..", "shared", "corpus");
        return null;
    }
}
