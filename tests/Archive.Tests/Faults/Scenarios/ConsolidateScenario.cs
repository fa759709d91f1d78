using Archive.Tests.Receive;

namespace Archive.Tests.Faults.Scenarios;

/// <summary>A series that came in many small bundles is put together; bundles that were replaced come back, a copy that nobody finished lies there, and both are swept.</summary>
internal sealed class ConsolidateScenario : Scenario
{
    public override async Task Play(Stage stage)
    {
        await using var vault = await stage.Open();
        for (var i = 1; i <= 4; i++)
        {
            await stage.Store(vault, Objects.Slice(i));
            if (i == 3) await stage.Delete(vault, Objects.Study(), null, Objects.Instance(2), Objects.Slice(2));
            await stage.Seal(vault);
        }
        var old = Directory.GetFiles(Path.Combine(stage.Folder, "bundles"), "*.zip", SearchOption.AllDirectories).ToDictionary(path => path, File.ReadAllBytes);
        await stage.Do("consolidate", async () => Assert.InRange(await vault.Vault.Consolidate(CancellationToken.None), 3, 4));
        await stage.Harm(() =>
        {
            foreach (var (path, bytes) in old) File.WriteAllBytes(path, bytes);
            File.WriteAllBytes(old.Keys.First() + ".new", [1, 2, 3]);
        });
        await stage.Do("sweep", () => vault.Vault.SweepOrphans(CancellationToken.None));
    }
}
