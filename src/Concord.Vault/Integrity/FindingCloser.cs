using Concord.Vault.Bundles;
using Concord.Vault.Index;
using Concord.Vault.Lifecycle;
using Microsoft.Extensions.Logging;

namespace Concord.Vault.Integrity;

/// <summary>Closes findings whose bundles are whole again: the index is told what they are, then the journal.</summary>
internal sealed class FindingCloser(VaultIndex index, BundleStore store, FindingsJournal findings, int maxHeadBytes, TimeProvider time, ILogger log)
{
    /// <param name="repairedFrom">The store that the bytes came from; null when somebody else put them back.</param>
    public async Task Close(IntegrityFinding finding, string? repairedFrom, CancellationToken cancel)
    {
        await TellIndex(finding, cancel);
        await findings.Resolve(finding, repairedFrom, time.GetUtcNow());
        IntegrityMetrics.CountResolved(repairedFrom is not null);
        log.Resolved(finding.Number, finding.BundleId);
    }

    /// <summary>The bundle was replaced by another, or purged, since: there is nothing to be put back, and nothing may be. False when it was not.</summary>
    public async Task<bool> TryCloseReplaced(IntegrityFinding finding, CancellationToken cancel)
    {
        await store.Around.Index.WaitUntilCaughtUp(cancel);
        if (await index.FindHolder(finding.BundleId, cancel) == finding.BundleId) return false;
        await findings.Resolve(finding, null, time.GetUtcNow());
        IntegrityMetrics.CountResolved(isRepaired: false);
        log.Obsolete(finding.Number, finding.BundleId);
        return true;
    }

    /// <summary>An index that was made anew from the damaged file has a hash that nobody sealed; one that was made without it knows nothing of the bundle.</summary>
    private async Task TellIndex(IntegrityFinding finding, CancellationToken cancel)
    {
        var row = await index.FindBundle(finding.BundleId, cancel);
        if (row?.Sha256 == finding.Sha256) return;
        if (row is null) await new IndexRebuild(store, maxHeadBytes).Replay(finding.BundleId, cancel);
        else await store.Around.Index.Enqueue(new IndexEvent.BundleSealed(finding.BundleId, finding.Sha256, finding.Bytes, row.Entries, row.SealedAt ?? time.GetUtcNow()), cancel);
        await store.Around.Index.WaitUntilCaughtUp(cancel);
    }
}
