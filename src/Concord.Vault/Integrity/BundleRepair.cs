using Concord.Vault.Blobs;
using Concord.Vault.Bundles;
using Concord.Vault.Index;
using Concord.Vault.Lifecycle;
using Microsoft.Extensions.Logging;

namespace Concord.Vault.Integrity;

/// <summary>Puts the bytes of damaged bundles back from the replica. One at a time; what was damaged is kept in <c>aside</c>.</summary>
public sealed class BundleRepair
{
    private readonly VaultIndex _index;
    private readonly BundleStore _store;
    private readonly FindingsJournal _findings;
    private readonly FindingCloser _closer;
    private readonly ScrubPace _pace;
    private readonly ILogger _log;

    internal BundleRepair(VaultIndex index, BundleStore store, FindingsJournal findings, FindingCloser closer, ScrubPace pace, ILogger log) =>
        (_index, _store, _findings, _closer, _pace, _log) = (index, store, findings, closer, pace, log);

    /// <summary>Repairs what a finding names: copied beside, durable, read back, and only then in the damaged file's place; then a fact, then the finding is resolved.</summary>
    /// <exception cref="IOException">The bundle's own store does not take the copy; nothing is changed.</exception>
    public async Task<RepairOutcome> Repair(long findingNumber, string who, string why, CancellationToken cancel)
    {
        await _store.MoveTurn.WaitAsync(cancel); // it must not be moved or replaced meanwhile
        try
        {
            if (_findings.FindOpen(findingNumber) is not { } finding) return RepairOutcome.NotOpen;
            if (await _closer.TryCloseReplaced(finding, cancel)) return RepairOutcome.NotOpen;
            if (_store.Blobs.Replica is not { } replica || await replica.FindTrouble(cancel) is not null) return RepairOutcome.NoReplica;
            if (!await TryPut(finding, replica, cancel)) return RepairOutcome.NoSoundCopy;
            await Tell(finding, replica.Name, who, why, cancel);
            await _closer.Close(finding, replica.Name, cancel);
            _log.Repaired(finding.Number, finding.BundleId, replica.Name);
            return RepairOutcome.Repaired;
        }
        finally
        {
            _store.MoveTurn.Release();
        }
    }

    private async Task<bool> TryPut(IntegrityFinding finding, IBlobStore replica, CancellationToken cancel)
    {
        try
        {
            var row = await _index.FindBundle(finding.BundleId, cancel);
            await using var source = await _store.Around.Threads.Run(() => CopySource.Open(replica, finding.BundleId, finding.Bytes, _pace));
            await _store.Blobs.Of(finding.BundleId).Put(finding.BundleId, new(finding.Bytes, finding.Sha256, row?.SealedAt), source, cancel);
            return true;
        }
        catch (BlobSourceException error)
        {
            _log.NoSoundCopy(finding.Number, finding.BundleId, error);
            return false;
        }
    }

    private async Task Tell(IntegrityFinding finding, string from, string who, string why, CancellationToken cancel)
    {
        var (study, series) = _store.Sealed.Load(finding.BundleId)?.Key is { } key ? (key.Study, key.Series) : default;
        var repaired = new RepairedFact(finding.BundleId, from, study.ToString(), series.ToString());
        var at = _store.Around.Time.GetUtcNow();
        var fact = await _store.Around.Threads.Run(() => _store.Facts.Append(_store.Around.Numbers, number => new(number, Fact.RepairedKind, at, who, why, Repaired: repaired)));
        await _store.Around.Index.Enqueue(FactsLog.ToEvent(fact)!, cancel);
    }
}
