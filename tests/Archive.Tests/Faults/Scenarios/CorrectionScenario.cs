using Archive.Tests.Receive;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Vault.Corrections;

namespace Archive.Tests.Faults.Scenarios;

/// <summary>Corrections of open and sealed bundles, one over the other, an object that comes after them, and their undoing.</summary>
internal sealed class CorrectionScenario : Scenario
{
    public override async Task Play(Stage stage)
    {
        long first;
        await using (var vault = await stage.Open())
        {
            await stage.Store(vault, Objects.Slice(1));
            first = await Correct(stage, vault, "First^One");
            await stage.Seal(vault);
            await stage.Store(vault, Objects.Slice(2, series: 2));
        }
        await using (var vault = await stage.Open())
        {
            var second = await Correct(stage, vault, "Second^One");
            await Undo(stage, vault, first, "Second^One");
            await Undo(stage, vault, second, null);
            await stage.Seal(vault);
        }
    }

    private static async Task<long> Correct(Stage stage, TestVault vault, string name)
    {
        var request = new CorrectionRequest([Objects.Study()], null, new DataSet().SetString(Tags.PatientName, name));
        var number = 0L;
        await stage.Do("correct", async () => number = Done(await vault.Vault.Corrections.Correct(request, "tester", "because", CancellationToken.None)).Number, (CorrectionSight.Key, name));
        return number;
    }

    private static Task Undo(Stage stage, TestVault vault, long number, string? left) => stage.Do(
        "undo", async () => Done(await vault.Vault.Corrections.Undo(number, "tester", "because", CancellationToken.None)), (CorrectionSight.Key, left));

    private static CorrectionOutcome.Done Done(CorrectionOutcome outcome) => Assert.IsType<CorrectionOutcome.Done>(outcome);
}
