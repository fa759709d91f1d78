using Archive.Tests.Bundles;
using Archive.Tests.Receive;
using Concord.Vault.Blobs;

namespace Archive.Tests.Faults.Scenarios;

/// <summary>Flushes and writes fail for a while: a bundle ends at its durable mark and is written anew on sealing, objects are refused, a trailer is tried again, and the
/// archive finds out by itself that the disk is well.</summary>
internal sealed class BadDiskScenario : Scenario
{
    private const int Large = 1_100_000; // more than is gathered before a spool file is begun
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(10);

    public override async Task Play(Stage stage)
    {
        var time = new ManualTime();
        await using var vault = await stage.Open(time: time);
        await stage.Store(vault, Objects.Slice(1));
        await InVain(stage, vault, DiskStep.SyncData, ".zip", Objects.Slice(2));
        await stage.Store(vault, Objects.Slice(2));
        await InVain(stage, vault, DiskStep.Write, ".part", Objects.Slice(3, pixelBytes: Large));
        await stage.Seal(vault);
        await InVain(stage, vault, DiskStep.Write, ".zip", Objects.Slice(4, series: 2));
        while (!vault.Vault.IsReady)
        {
            time.Advance(Turn);
            await Task.Yield();
        }
        await stage.Seal(vault); // of a bundle into which nothing ever came
        await stage.Store(vault, Objects.Slice(5));
        stage.Fails = (step, path) => step == DiskStep.SyncData && path.EndsWith(".zip", StringComparison.Ordinal);
        await stage.Do("seal in vain", () => Assert.ThrowsAsync<IOException>(() => vault.Vault.SealAll(CancellationToken.None)));
        stage.Fails = null;
        await stage.Seal(vault);
    }

    private static async Task InVain(Stage stage, TestVault vault, DiskStep failing, string of, Concord.Dicom.DataElements.DataSet slice)
    {
        stage.Fails = (step, path) => step == failing && path.EndsWith(of, StringComparison.Ordinal);
        await stage.StoreInVain(vault, slice);
        stage.Fails = null;
    }
}
