using Archive.Tests.Receive;

namespace Archive.Tests.Faults.Scenarios;

/// <summary>Objects of several series, in memory and spooled, a duplicate, one kept aside; sealing in between, and more of the same series after it.</summary>
internal sealed class ReceiveScenario : Scenario
{
    private const int Middle = 50_000; // appended past the page cache
    private const int Large = 1_100_000; // more than is gathered before a spool file is begun

    public override async Task Play(Stage stage)
    {
        await using (var vault = await stage.Open())
        {
            await stage.Store(vault, Objects.Slice(1));
            await stage.Store(vault, Objects.Slice(2));
            await stage.Do("store again", async () => Assert.IsType<Concord.Vault.Receive.StoreOutcome.AlreadyStored>(await vault.Store(Objects.Slice(2))));
            await stage.StoreOther(vault, Objects.Slice(2, fill: 5));
            await stage.Store(vault, Objects.Slice(3, series: 2, pixelBytes: Large)); // spooled
            await stage.Seal(vault);
            await stage.Store(vault, Objects.Slice(4));
            for (var i = 10; i < 12; i++) await stage.Store(vault, Objects.Slice(i, pixelBytes: Middle));
            await stage.Store(vault, Objects.Slice(5, pixelBytes: Large));
        }
        await using (var vault = await stage.Open()) // goes on with an open bundle and a spool file
        {
            await Task.WhenAll(stage.Store(vault, Objects.Slice(6)), stage.Store(vault, Objects.Slice(7, series: 3, study: 2)), stage.Store(vault, Objects.Slice(8, series: 2)));
            await stage.Seal(vault);
        }
    }
}
