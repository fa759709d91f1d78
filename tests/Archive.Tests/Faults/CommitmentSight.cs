using Archive.Tests.Receive;

namespace Archive.Tests.Faults;

/// <summary>Requests for Storage Commitment that are still to be reported, and how often that was tried.</summary>
internal sealed class CommitmentSight : Sight
{
    public override async IAsyncEnumerable<(string Key, string Value)> Look(TestVault vault)
    {
        await Task.CompletedTask;
        foreach (var pending in vault.Vault.Commitments.Pending) yield return (KeyOf(pending.From, pending.TransactionUid), $"{pending.References.Count} references, {pending.Tries} tries");
    }

    public static string KeyOf(string from, Concord.Dicom.DataElements.Uid transaction) => $"commitment {from} {transaction}";
}
