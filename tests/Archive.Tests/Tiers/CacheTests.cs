using Archive.Tests.Receive;
using Concord.Vault.Tiers;

namespace Archive.Tests.Tiers;

public sealed class CacheTests : IDisposable
{
    /// <summary>Looks until what was wished for must have come; each yields to the thread that brings it.</summary>
    private const int MaxLooks = 2000;

    private readonly TestFolder _folder = new();

    private string Data => Path.Combine(_folder.Path, "data");

    private string Warm => Path.Combine(_folder.Path, "warm");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_warm_bundle_that_was_read_is_read_from_the_cache_until_it_moves_back()
    {
        await using var vault = await Open(1 << 20);
        var mover = await Fill(vault, 2);
        var entry = (await vault.Entries(series: 2))[0];
        var bytes = vault.DataSetOf(entry);
        await WaitFor(() => mover.Cache.Bundles >= 1 && mover.Cache.Wishes == 0);
        foreach (var path in Paths(Warm)) File.Delete(path); // what is read now can only come from the cache
        Assert.Equal(bytes, vault.DataSetOf(entry));
        Assert.True(await vault.Vault.Bundles.IsSound(entry, default));
    }

    [Fact]
    public async Task A_study_is_recalled_ahead_and_its_copies_go_when_it_moves_back()
    {
        await using var vault = await Open(1 << 20);
        var mover = await Fill(vault, 3);
        Assert.Equal((3, 0), await mover.Recall(Objects.Study(), default));
        await WaitFor(() => mover.Cache is { Bundles: 3, Wishes: 0 });
        Assert.Equal(Paths(Warm).Select(File.ReadAllBytes), Paths(Path.Combine(Data, "cache")).Select(File.ReadAllBytes));
        await mover.MoveStudy(Objects.Study(), isToWarm: false, "anna", "back", default);
        Assert.Equal((0, 0L), (mover.Cache.Bundles, mover.Cache.Bytes));
        Assert.Empty(Paths(Path.Combine(Data, "cache")));
    }

    [Fact]
    public async Task It_holds_no_more_than_it_may_and_the_least_recently_read_go()
    {
        var size = 0L;
        await using (var vault = await Open(250_000)) // two bundles of 100 kB, no third
        {
            var mover = await Fill(vault, 3);
            size = new FileInfo(Paths(Warm)[0]).Length;
            for (var series = 1; series <= 3; series++)
            {
                var bundles = series;
                vault.DataSetOf((await vault.Entries(series: series))[0]);
                await WaitFor(() => mover.Cache.Wishes == 0 && mover.Cache.Bundles >= Math.Min(bundles, 2));
                vault.DataSetOf((await vault.Entries(series: series))[0]);
            }
            Assert.InRange(mover.Cache.Bytes, size, 250_000);
            Assert.Equal(["0000000002.zip", "0000000003.zip"], Paths(Path.Combine(Data, "cache")).Select(path => Path.GetFileName(path)));
        }
        await using var again = await Open(250_000);
        Assert.Empty(Paths(Path.Combine(Data, "cache"))); // nothing is believed that another process left
        Assert.Equal(Objects.Bytes(Objects.Slice(1, pixelBytes: 100_000)), again.DataSetOf((await again.Entries())[0]));
    }

    [Fact]
    public async Task A_damaged_warm_bundle_does_not_come_into_the_cache_and_a_small_cache_takes_none()
    {
        await using (var vault = await Open(1 << 20))
        {
            var mover = await Fill(vault, 1);
            var path = Paths(Warm)[0];
            var bytes = await File.ReadAllBytesAsync(path);
            bytes[50_000] ^= 1;
            await File.WriteAllBytesAsync(path, bytes);
            await mover.Recall(Objects.Study(), default);
            await WaitFor(() => mover.Cache.Wishes == 0);
            Assert.Equal(0, mover.Cache.Bundles);
        }
        await using var small = await Open(1000);
        var again = small.Vault.NewTierMover(new(), TimeProvider.System);
        await again.Recall(Objects.Study(), default);
        await WaitFor(() => again.Cache.Wishes == 0);
        Assert.Equal(0, again.Cache.Bundles);
    }

    private Task<TestVault> Open(long cacheBytes) => TestVault.Open(Data, options => options with { WarmFolder = Warm, CacheBytes = cacheBytes });

    private static async Task<TierMover> Fill(TestVault vault, int series)
    {
        for (var i = 1; i <= series; i++) await vault.Store(Objects.Slice(1, i, pixelBytes: 100_000));
        await vault.Vault.SealAll(default);
        var mover = vault.Vault.NewTierMover(new(), TimeProvider.System);
        Assert.Equal(series, (await mover.MoveStudy(Objects.Study(), isToWarm: true, "anna", "old", default)).Bundles);
        return mover;
    }

    private static async Task WaitFor(Func<bool> isSo)
    {
        for (var look = 0; look < MaxLooks && !isSo(); look++) await Task.Delay(5);
        Assert.True(isSo());
    }

    private static string[] Paths(string root) => [.. Directory.GetFiles(Path.Combine(root, "bundles"), "*.zip", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
