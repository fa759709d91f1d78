using Concord.Vault.Blobs;
using Concord.Vault.Bundles;
using Concord.Vault.Index;

namespace Concord.Vault.Lifecycle;

/// <summary>Tells an empty index everything that sealed bundles say; start-up has told it of open bundles and facts.</summary>
internal sealed class IndexRebuild(BundleStore store, int maxHeadBytes)
{
    /// <summary>Everything is committed on return.</summary>
    public async Task<VaultProgress> Run(IProgress<VaultProgress>? progress, CancellationToken cancel)
    {
        var sum = new VaultProgress();
        var replaced = FactsReplay.ReplacedBundles(store.Facts.Read().Facts);
        foreach (var bundleId in store.Around.Folder.ListBundles().Where(bundleId => !replaced.Contains(bundleId)).ToList())
        {
            cancel.ThrowIfCancellationRequested();
            if (store.Open.Find(bundleId) is null && store.Sealed.Load(bundleId) is null)
                await new StartUp(store, maxHeadBytes).Recover(bundleId, cancel); // its mark was lost
            var entries = store.Open.Find(bundleId) is { } open ? open.Entries.Count : await Replay(bundleId, cancel);
            sum = new(sum.Bundles + 1, sum.Entries + entries, sum.Bytes + new FileInfo(store.Around.Folder.PathOf(bundleId)).Length);
            progress?.Report(sum);
        }
        await store.Around.Index.WaitUntilCaughtUp(cancel);
        foreach (var bundle in store.Open.All) store.Open.StopTaking(bundle); // when they were opened the index did not know what decides duplicates
        return sum;
    }

    private async Task<int> Replay(long bundleId, CancellationToken cancel)
    {
        if (store.Sealed.Load(bundleId) is not { } bundle) return 0;
        using var file = Posix.OpenUnlocked(store.Around.Folder.PathOf(bundleId));
        foreach (var scanned in BundleScan.Of(file, checkData: false, cancel).Entries)
        {
            var entry = scanned.ToBundleEntry(bundleId);
            var source = new ByteSource.OpenFile(file, entry.DataSetOffset, entry.DataSetLength);
            var (head, _) = HeadReader.Read(source, entry.TransferSyntax, maxHeadBytes);
            store.Around.Numbers.Skip(entry.ArrivalNumber);
            await store.Around.Index.Enqueue(InstanceRows.EventOf(entry, scanned.Header.Record!, head), cancel);
        }
        var sealedAt = File.GetLastWriteTimeUtc(store.Around.Folder.PathOf(bundleId));
        await store.Around.Index.Enqueue(new IndexEvent.BundleSealed(
            bundleId, FileDigest.Of(file, cancel), RandomAccess.GetLength(file), bundle.Entries.Count, new DateTimeOffset(sealedAt)), cancel);
        return bundle.Entries.Count;
    }
}
