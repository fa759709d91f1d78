using Archive.Tests.Bundles;
using Archive.Tests.Receive;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Vault.Decisions;
using Concord.Vault.Retention;

namespace Archive.Tests.Faults.Scenarios;

/// <summary>Rules reject what is expired and spare what is held, young or was restored by a person; a run whose mark cannot be written does nothing; then a purge is requested, and nothing goes by that.</summary>
internal sealed class RetentionScenario : Scenario
{
    private static readonly RetentionOptions Rules = new() { Rules = [new() { Name = "ten", Years = 10, Action = RetentionAction.RequestPurge, GraceDays = 2 }], MinDaysAfterArrival = 1 };

    public override async Task Play(Stage stage)
    {
        var time = new ManualTime(); // 1 January 2026
        var (old, restored, held, young) = (Slice(1, "20110101"), Slice(3, "20110101"), Slice(2, "20110101"), Slice(4, "20240101"));
        await using (var vault = await stage.Open(time: time))
        {
            foreach (var slice in new[] { old, restored, held }) await stage.Store(vault, slice);
            await stage.Seal(vault);
            await stage.Store(vault, young);
            await stage.Do("hold", () => vault.Vault.Decisions.Hold(Objects.Study(2), null, "judge", "trial", CancellationToken.None), (HoldSight.KeyOf(Objects.Study(2)), "1"));
            time.Advance(TimeSpan.FromDays(400));
            stage.Fails = (_, path) => path.Contains("/retention.mark", StringComparison.Ordinal);
            await stage.Do("run in vain", () => Assert.ThrowsAsync<IOException>(() => Turn(vault, time)));
            stage.Fails = null;
            await stage.Do("run", () => Turn(vault, time), Gone(old), Gone(restored));
        }
        await using (var vault = await stage.Open(time: time))
        {
            await stage.Do("restore", async () => Assert.IsType<DecisionOutcome.Done>(await vault.Vault.Decisions.Restore(DecisionScope.OfStudy(Objects.Study(3)), "doctor", "needed", CancellationToken.None)),
                (Stage.KeyOf(restored), Stage.HashOf(restored)));
            for (var day = 0; day < 3; day++)
            {
                time.Advance(TimeSpan.FromDays(1.5));
                await stage.Do("run again", () => Turn(vault, time));
            }
            await stage.Store(vault, Slice(1, "20110101", number: 2)); // what comes later is not of the rejection
        }
    }

    private static DataSet Slice(int study, string date, int number = 1) =>
        Objects.Slice(number, study: study).SetString(Tags.StudyDate, date).SetString(Tags.Modality, "CT").SetString(Tags.PatientBirthDate, "19500101");

    private static (string Key, string? Value) Gone(DataSet slice) => (Stage.KeyOf(slice), null);

    private static Task Turn(TestVault vault, TimeProvider time) => vault.Vault.NewRetention(Rules, time).Turn(CancellationToken.None);
}
