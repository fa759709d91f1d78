using Archive.Tests.Receive;
using Concord.Dicom.DataElements;
using Concord.Vault.ExtendedTags;

namespace Archive.Tests.Faults.Scenarios;

/// <summary>Extended query tags that are added, removed and added again, filled, and met by objects that come.</summary>
internal sealed class ExtendedTagScenario : Scenario
{
    private const string Date = "00080022", Position = "00185100";

    public override async Task Play(Stage stage)
    {
        await using (var vault = await stage.Open())
        {
            await stage.Store(vault, Objects.Slice(1));
            await Add(stage, vault, Date, "Study", "DA Study");
            await Add(stage, vault, Position, "Series", "CS Series");
            await Fill(vault);
            await stage.Store(vault, Objects.Slice(2, series: 2));
            await Remove(stage, vault, Date);
        }
        await using (var vault = await stage.Open())
        {
            await Add(stage, vault, Date, "Instance", "DA Image");
            await stage.Seal(vault);
            await Fill(vault);
            await Remove(stage, vault, Position);
        }
    }

    private static async Task Fill(TestVault vault)
    {
        using var filler = vault.Vault.NewExtendedTagFiller(TimeProvider.System);
        Assert.Equal(0, await filler.Turn(CancellationToken.None));
    }

    private static Task Add(Stage stage, TestVault vault, string path, string level, string seen) => stage.Do("add tag", async () =>
        Assert.IsType<ExtendedTagOutcome.Added>(await vault.Vault.ExtendedTags.Add([new(path, null, null, level)], "tester", 8, DateTimeOffset.UnixEpoch, CancellationToken.None)),
        (ExtendedTagSight.KeyOf(path), seen));

    private static Task Remove(Stage stage, TestVault vault, string path) => stage.Do("remove tag", async () =>
        Assert.True(await vault.Vault.ExtendedTags.Remove(Tag.Parse(path), CancellationToken.None)), (ExtendedTagSight.KeyOf(path), null));
}
