using Archive.Tests.Receive;
using Concord.Vault.Compression;

namespace Archive.Tests.Faults.Scenarios;

/// <summary>A series is compressed at rest, takes an object that it has and two that it has not, is put together, and loses one; one is deleted in between.</summary>
internal sealed class CompressScenario : Scenario
{
    public override async Task Play(Stage stage)
    {
        await using var vault = await stage.Open(options => options with { ConsolidateFrom = 2 });
        using var compressor = vault.Vault.NewCompressor(new CompressionOptions(), TimeProvider.System);
        for (var i = 1; i <= 3; i++) await stage.Store(vault, Objects.Slice(i));
        await stage.Seal(vault);
        await stage.Delete(vault, Objects.Study(), null, Objects.Instance(2), Objects.Slice(2));
        await stage.Do("compress", async () => Assert.Equal(3, (await compressor.CompressNow(CancellationToken.None)).Objects));
        await stage.Do("store again", async () => Assert.IsType<Concord.Vault.Receive.StoreOutcome.AlreadyStored>(await vault.Store(Objects.Slice(1))));
        for (var i = 4; i <= 5; i++)
        {
            await stage.Store(vault, Objects.Slice(i));
            await stage.Seal(vault);
        }
        await stage.Do("compress", async () => Assert.Equal(2, (await compressor.CompressNow(Objects.Study(), null, CancellationToken.None)).Objects));
        await stage.Do("consolidate", async () => Assert.Equal(2, await vault.Vault.Consolidate(CancellationToken.None)));
        await stage.Delete(vault, Objects.Study(), null, Objects.Instance(1), Objects.Slice(1));
        var bundle = (await vault.Entries()).First().BundleId;
        await stage.Do("purge", () => vault.Vault.Purge(bundle, new HashSet<long> { 1 }, "tester", "because", CancellationToken.None));
    }
}
