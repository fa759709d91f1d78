using System.Globalization;
using Archive.Tests.Receive;
using Concord.Vault.Blobs;
using Concord.Vault.Lifecycle;

namespace Archive.Tests.Faults.Scenarios;

/// <summary>Bytes of deleted objects are taken out of a bundle, one that fails half-way among them, and of a bundle of which nothing is left; a replaced bundle that comes
/// back and a copy that nobody finished are swept up.</summary>
internal sealed class PurgeScenario : Scenario
{
    public override async Task Play(Stage stage)
    {
        await using var vault = await stage.Open();
        for (var i = 1; i <= 3; i++) await stage.Store(vault, Objects.Slice(i));
        await stage.Store(vault, Objects.Slice(1, series: 2));
        await stage.Seal(vault);
        var (one, two) = ((await vault.Entries())[0], (await vault.Entries(2))[0]);
        await stage.Delete(vault, Objects.Study(), null, Objects.Instance(1), Objects.Slice(1));
        await stage.Delete(vault, Objects.Study(), Objects.Series(2), null, Objects.Slice(1, series: 2));
        stage.Fails = (step, path) => step == DiskStep.SyncData && path.EndsWith(".new", StringComparison.Ordinal);
        await stage.Do("purge in vain", () => Assert.ThrowsAsync<IOException>(() => Purge(vault, one.BundleId, one.ArrivalNumber)));
        stage.Fails = null;
        var old = Path.Combine(stage.Folder, "bundles", "00000", one.BundleId.ToString("D10", CultureInfo.InvariantCulture) + ".zip");
        var bytes = await File.ReadAllBytesAsync(old);
        await stage.Do("purge", () => Purge(vault, one.BundleId, one.ArrivalNumber));
        await stage.Do("purge all", () => Purge(vault, two.BundleId, two.ArrivalNumber));
        await stage.Store(vault, Objects.Slice(1));
        await stage.Harm(() =>
        {
            File.WriteAllBytes(old, bytes);
            File.WriteAllBytes(Path.Combine(Path.GetDirectoryName(old)!, "0000000900.zip.new"), [1, 2, 3]);
        });
        await stage.Do("sweep", async () => Assert.Equal(new OrphansFound(1, 0, 1), await vault.Vault.SweepOrphans(CancellationToken.None)));
    }

    private static Task Purge(TestVault vault, long bundleId, long arrivalNumber) =>
        vault.Vault.Purge(bundleId, new HashSet<long> { arrivalNumber }, "tester", "because", CancellationToken.None);
}
