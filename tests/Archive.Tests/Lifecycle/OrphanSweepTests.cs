using Archive.Tests.Receive;
using Concord.Vault.Lifecycle;
using Concord.Vault.Receive;

namespace Archive.Tests.Lifecycle;

/// <summary>Files that nobody knows: none stays, and no byte that is nowhere else goes.</summary>
public sealed class OrphanSweepTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_replaced_bundle_that_came_back_goes_and_does_not_come_back_into_a_new_index()
    {
        string answers;
        await using (var vault = await Pieces())
        {
            var old = Files().ToDictionary(path => path, File.ReadAllBytes);
            Assert.Equal(4, await vault.Vault.Consolidate(None));
            answers = await Answers.Of(vault);
            foreach (var (path, bytes) in old) await File.WriteAllBytesAsync(path, bytes);
            await File.WriteAllBytesAsync(Files()[^1] + ".new", [1, 2, 3]);
            Assert.Equal(new OrphansFound(4, 0, 1), await vault.Vault.SweepOrphans(None));
            Assert.Single(Files());
            Assert.Equal([1, 2, 3], await File.ReadAllBytesAsync(Assert.Single(Directory.GetFiles(Path.Combine(_folder.Path, "aside")))));
            foreach (var (path, bytes) in old) await File.WriteAllBytesAsync(path, bytes);
        }
        Directory.Delete(Path.Combine(_folder.Path, "index"), recursive: true);
        await using var again = await TestVault.Open(_folder.Path);
        Assert.Equal(answers, await Answers.Of(again));
        Assert.Equal(new OrphansFound(4, 0, 0), await again.Vault.SweepOrphans(None));
        Assert.Equal(answers, await Answers.Of(again));
    }

    [Fact]
    public async Task A_replaced_bundle_whose_objects_are_nowhere_else_is_kept()
    {
        byte[] old;
        var path = "";
        await using (var vault = await Pieces())
        {
            path = Files()[0];
            old = await File.ReadAllBytesAsync(path);
            Assert.Equal(4, await vault.Vault.Consolidate(None));
            await File.WriteAllBytesAsync(path, old);
            File.Delete(Files()[^1]); // what took its place is lost
        }
        await using var again = await TestVault.Open(_folder.Path);
        Assert.Equal(default, await again.Vault.SweepOrphans(None));
        Assert.Equal(old, await File.ReadAllBytesAsync(path));
    }

    [Fact]
    public async Task A_whole_bundle_that_the_index_does_not_know_is_told_to_it()
    {
        using var other = new TestFolder();
        await using (var vault = await TestVault.Open(other.Path))
        {
            for (var i = 0; i < 9; i++)
            {
                await vault.Store(Objects.Slice(1 + i, series: 2 + i));
                await vault.Vault.SealAll(None);
            }
        }
        await using var here = await Pieces();
        var stray = Directory.GetFiles(Path.Combine(other.Path, "bundles"), "*.zip", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Last();
        File.Copy(stray, Path.Combine(_folder.Path, "bundles", "00000", Path.GetFileName(stray)));
        Assert.Equal(new OrphansFound(0, 1, 0), await here.Vault.SweepOrphans(None));
        Assert.Single(await here.Entries(series: 10));
        Assert.Equal(default, await here.Vault.SweepOrphans(None));
        Assert.IsType<StoreOutcome.AlreadyStored>(await here.Store(Objects.Slice(9, series: 10)));
    }

    private async Task<TestVault> Pieces()
    {
        var vault = await TestVault.Open(_folder.Path);
        for (var i = 1; i <= 4; i++)
        {
            await vault.Store(Objects.Slice(i));
            await vault.Vault.SealAll(None);
        }
        return vault;
    }

    private string[] Files() => [.. Directory.GetFiles(Path.Combine(_folder.Path, "bundles"), "*.zip", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
