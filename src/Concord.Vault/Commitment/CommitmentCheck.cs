using Concord.Dicom.DataElements;
using Concord.Vault.Bundles;
using Concord.Vault.Receive;
using Concord.Vault.Retrieve;

namespace Concord.Vault.Commitment;

/// <summary>Looks up what the archive can vouch for: each instance with its class, its bytes read and held against their CRC-32. Any number of threads.</summary>
/// <param name="readBytes">False trusts that what was durable once can still be read.</param>
public sealed class CommitmentCheck(InstanceVault vault, VaultRetrieve retrieve, bool readBytes)
{
    /// <summary>Instances looked up in one statement.</summary>
    private const int Portion = 1000;

    /// <summary>The state of each instance, in the order asked.</summary>
    /// <exception cref="TimeoutException">The index did not catch up.</exception>
    public async Task<IReadOnlyList<CommitmentState>> Check(IReadOnlyList<(Uid SopClass, Uid SopInstance)> references, CancellationToken cancel)
    {
        var states = new List<CommitmentState>(references.Count);
        foreach (var portion in references.Chunk(Portion))
        {
            var entries = await retrieve.FindAll(new RetrieveSelector { SopInstanceUids = [.. portion.Select(reference => reference.SopInstance).Distinct()] }, cancel);
            var found = entries.ToLookup(entry => entry.SopInstanceUid);
            foreach (var (sopClass, sopInstance) in portion) states.Add(await Judge(sopClass, [.. found[sopInstance]], cancel));
        }
        return states;
    }

    /// <summary>An instance that is in several series is kept when one of them is whole.</summary>
    private async Task<CommitmentState> Judge(Uid sopClass, IReadOnlyList<BundleEntry> entries, CancellationToken cancel)
    {
        if (entries.Count == 0) return CommitmentState.Missing;
        var ofClass = entries.Where(entry => entry.SopClassUid == sopClass).ToList();
        if (ofClass.Count == 0) return CommitmentState.OtherClass;
        if (!readBytes) return CommitmentState.Kept;
        foreach (var entry in ofClass)
            if (await vault.Bundles.IsSound(entry, cancel)) return CommitmentState.Kept;
        return CommitmentState.Damaged;
    }
}
