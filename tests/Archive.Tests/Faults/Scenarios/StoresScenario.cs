using Archive.Tests.Receive;
using Concord.Vault.Receive;

namespace Archive.Tests.Faults.Scenarios;

/// <summary>Bundles are copied to a replica, moved to a warm store and back, in part; late objects of a series that is warm, and a deletion there.</summary>
internal sealed class StoresScenario : Scenario
{
    public override VaultOptions Options(string folder) => base.Options(Path.Combine(folder, "archive")) with
    {
        WarmFolder = Path.Combine(folder, "warm"), ReplicaFolder = Path.Combine(folder, "replica"), CacheBytes = 0,
    };

    public override async Task Play(Stage stage)
    {
        await using (var vault = await stage.Open())
        {
            await stage.Store(vault, Objects.Slice(1));
            await stage.Store(vault, Objects.Slice(2, series: 2));
            await stage.Store(vault, Objects.Slice(3, series: 3, study: 2));
            await stage.Seal(vault);
            await Replicate(stage, vault);
            await Move(stage, vault, study: 1, isToWarm: true);
            await stage.Store(vault, Objects.Slice(4));
            await stage.Delete(vault, Objects.Study(), null, Objects.Instance(2, series: 2), Objects.Slice(2, series: 2));
            await stage.Seal(vault);
        }
        await using (var vault = await stage.Open())
        {
            await Replicate(stage, vault);
            await Move(stage, vault, study: 1, isToWarm: false);
            await Move(stage, vault, study: 2, isToWarm: true);
        }
    }

    private static Task Replicate(Stage stage, TestVault vault) => stage.Do("replicate", () => vault.Vault.NewReplicator(TimeProvider.System).Turn(CancellationToken.None));

    private static Task Move(Stage stage, TestVault vault, int study, bool isToWarm) => stage.Do(
        "move", async () => Assert.Equal(0, (await vault.Vault.NewTierMover(new(), TimeProvider.System).MoveStudy(Objects.Study(study), isToWarm, "tester", "because", CancellationToken.None)).Stayed));
}
