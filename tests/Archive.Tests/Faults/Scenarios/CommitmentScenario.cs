using Archive.Tests.Receive;
using Concord.Dicom.DataElements;

namespace Archive.Tests.Faults.Scenarios;

/// <summary>Requests for Storage Commitment: kept, tried, reported, given up; the journal is written anew on opening.</summary>
internal sealed class CommitmentScenario : Scenario
{
    public override async Task Play(Stage stage)
    {
        for (var round = 1; round <= 2; round++)
        {
            await using var vault = await stage.Open();
            var journal = vault.Vault.Commitments;
            for (var i = 1; i <= 3; i++)
            {
                var transaction = Uid.Parse($"1.2.3.{round}.{i}");
                var key = CommitmentSight.KeyOf("MODALITY", transaction);
                await stage.Do("ask", () => journal.Add(transaction, "MODALITY", [(Objects.CtImage, Objects.Instance(1))]), (key, "1 references, 0 tries"));
                var pending = journal.Pending.Single(one => one.TransactionUid == transaction);
                await stage.Do("try", async () => pending = await journal.AddTry(pending, 0x0110), (key, "1 references, 1 tries"));
                if (i == 1) await stage.Do("report", () => journal.AddReported(pending, onSameAssociation: true, 0), (key, null));
                if (i == 2) await stage.Do("give up", () => journal.AddGivenUp(pending), (key, null));
            }
        }
    }
}
