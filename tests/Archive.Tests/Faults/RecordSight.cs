using Archive.Tests.Receive;

namespace Archive.Tests.Faults;

/// <summary>The records of the worklist.</summary>
internal sealed class RecordSight : Sight
{
    public override async IAsyncEnumerable<(string Key, string Value)> Look(TestVault vault)
    {
        await Task.CompletedTask;
        using var records = vault.Vault.OpenWorklist();
        foreach (var (key, value) in records.Read()) yield return (KeyOf(key), value.GetRawText());
    }

    public static string KeyOf(string key) => $"record {key}";
}
