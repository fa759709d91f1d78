using Archive.Tests.Receive;
using Concord.Vault.Decisions;

namespace Archive.Tests.Faults.Scenarios;

/// <summary>Rejections that are taken back, of sealed and open bundles, and legal holds.</summary>
internal sealed class DecisionScenario : Scenario
{
    public override async Task Play(Stage stage)
    {
        var slices = Enumerable.Range(1, 4).Select(i => Objects.Slice(i, series: 1 + (i % 2))).ToArray();
        await using (var vault = await stage.Open())
        {
            foreach (var slice in slices[..3]) await stage.Store(vault, slice);
            await stage.Seal(vault);
            await stage.Store(vault, slices[3]);
            await stage.Delete(vault, Objects.Study(), null, null, slices);
            await Restore(stage, vault, new(Objects.Study(), Objects.Series(1), []), slices[1], slices[3]);
        }
        await using (var vault = await stage.Open())
        {
            await Restore(stage, vault, DecisionScope.OfStudy(Objects.Study()), slices[0], slices[2]);
            long hold = 0;
            await stage.Do("hold", async () => hold = Done(await vault.Vault.Decisions.Hold(Objects.Study(), null, "tester", "because", CancellationToken.None)).Number, (HoldSight.KeyOf(Objects.Study()), "1"));
            await stage.Do("delete in vain", async () => Assert.Equal(0, await vault.Vault.Delete(Objects.Study(), null, null, "tester", "because", CancellationToken.None)));
            await stage.Do("release", async () => Done(await vault.Vault.Decisions.Release(hold, "tester", "because", CancellationToken.None)), (HoldSight.KeyOf(Objects.Study()), null));
            await stage.Seal(vault);
        }
    }

    private static Task Restore(Stage stage, TestVault vault, DecisionScope scope, params Concord.Dicom.DataElements.DataSet[] back) => stage.Do(
        "restore", async () => Done(await vault.Vault.Decisions.Restore(scope, "tester", "because", CancellationToken.None)), [.. back.Select(slice => (Stage.KeyOf(slice), (string?)Stage.HashOf(slice)))]);

    private static DecisionOutcome.Done Done(DecisionOutcome outcome) => Assert.IsType<DecisionOutcome.Done>(outcome);
}
