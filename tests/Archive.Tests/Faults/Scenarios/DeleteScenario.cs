using Archive.Tests.Receive;

namespace Archive.Tests.Faults.Scenarios;

/// <summary>Deletions of an instance, a series and a study, of open and of sealed bundles; what was deleted is sent again.</summary>
internal sealed class DeleteScenario : Scenario
{
    public override async Task Play(Stage stage)
    {
        var slices = Enumerable.Range(0, 6).Select(i => Objects.Slice(i, series: 1 + (i % 2), study: 1 + (i / 4))).ToArray();
        await using (var vault = await stage.Open())
        {
            foreach (var slice in slices) await stage.Store(vault, slice);
            await stage.Delete(vault, Objects.Study(), null, Objects.Instance(0), slices[0]);
            await stage.Seal(vault);
            await stage.Store(vault, slices[0]);
            await stage.Delete(vault, Objects.Study(), Objects.Series(2), null, slices[1], slices[3]);
        }
        await using (var vault = await stage.Open())
        {
            await stage.Delete(vault, Objects.Study(2), null, null, slices[4], slices[5]);
            await stage.Store(vault, slices[4]);
            await stage.Seal(vault);
        }
    }
}
