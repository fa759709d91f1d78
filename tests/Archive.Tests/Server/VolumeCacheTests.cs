using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Imaging.Volumes;
using Concord.Server.Imaging.Volumes;
using Concord.Vault.Bundles;

namespace Archive.Tests.Server;

/// <summary>Volumes in memory: read once however many ask, within their budget, and anew when the series is another.</summary>
public sealed class VolumeCacheTests
{
    private static readonly Uid Study = Uid.New();
    private int _reads;

    [Fact]
    public async Task Many_who_ask_at_once_cause_one_read_of_heads_and_one_of_samples()
    {
        var cache = new VolumeCache(new());
        using var release = new SemaphoreSlim(0, 1);
        var asking = Enumerable.Range(0, 20).Select(_ => cache.Samples(Series(1), 0, async () =>
        {
            await release.WaitAsync();
            return Read(1000);
        }, default)).ToList();
        release.Release();
        var samples = await Task.WhenAll(asking);
        Assert.All(samples, one => Assert.Same(samples[0], one));
        Assert.Equal(1, _reads);
        var series = new SeriesVolumes([], []);
        Assert.Same(series, await cache.Series(Series(1), () => Task.FromResult(series), default));
        Assert.Same(series, await cache.Series(Series(1), () => throw new InvalidOperationException("It is here."), default));
    }

    [Fact]
    public async Task One_more_image_is_another_series()
    {
        var cache = new VolumeCache(new());
        await Ask(cache, Series(1), 1000);
        await Ask(cache, Series(1, 2), 1000);
        await Ask(cache, Series(1), 1000);
        Assert.Equal(2, _reads);
    }

    [Fact]
    public async Task The_one_that_was_not_asked_for_longest_goes_first_and_the_budget_is_held()
    {
        var cache = new VolumeCache(new() { VolumeCacheBytes = 500_000 });
        for (var series = 1; series <= 3; series++)
        {
            await Ask(cache, Series(series), 100_000); // 200,000 bytes and a head
            await Ask(cache, Series(1), 100_000);
            Assert.InRange(cache.Bytes, 1, 500_000);
        }
        Assert.Equal(3, _reads);
        await Ask(cache, Series(3), 100_000);
        Assert.Equal(3, _reads);
        await Ask(cache, Series(2), 100_000);
        Assert.Equal(4, _reads);
        await Ask(cache, Series(9), 1_000_000); // larger than all: given, not kept
        Assert.InRange(cache.Bytes, 0, 500_000);
    }

    [Fact]
    public async Task What_could_not_be_read_is_read_again()
    {
        var cache = new VolumeCache(new());
        await Assert.ThrowsAsync<IOException>(() => cache.Samples(Series(1), 0, () => throw new IOException("away"), default));
        await Ask(cache, Series(1), 1000);
        Assert.Equal(1, _reads);
    }

    private async Task Ask(VolumeCache cache, IReadOnlyList<BundleEntry> entries, int samples) =>
        Assert.Equal(samples, Assert.Single(await cache.Samples(entries, 0, () => Task.FromResult(Read(samples)), default)).Samples.Length);

    private SliceSamples[] Read(int samples)
    {
        Interlocked.Increment(ref _reads);
        return [new(new short[samples], 0, 1, 0)];
    }

    private static List<BundleEntry> Series(params long[] arrivals) =>
        [.. arrivals.Select(arrival => new BundleEntry(1, arrival, Study, Study, Study, Study, TransferSyntax.ExplicitVrLittleEndian, 0, 100, 50))];
}
