using System.Text;

namespace Archive.Tests.Faults.Scenarios;

/// <summary>Records that are put, put again and removed; most of the journal is old then, and it is written anew on opening.</summary>
internal sealed class RecordScenario : Scenario
{
    public override async Task Play(Stage stage)
    {
        for (var round = 1; round <= 2; round++)
        {
            await using var vault = await stage.Open();
            using var records = vault.Vault.OpenWorklist();
            for (var i = 1; i <= 3; i++)
            {
                var key = $"step/{i}";
                for (var state = 1; state <= 2; state++)
                {
                    var json = $"{{\"round\":{round},\"state\":{state}}}";
                    await stage.Do("put", () => records.Put(key, Encoding.UTF8.GetBytes(json)), (RecordSight.KeyOf(key), json));
                }
                if (i > 1) await stage.Do("remove", () => records.Remove(key), (RecordSight.KeyOf(key), null));
            }
        }
    }
}
