using Concord.Vault.Blobs;
using Concord.Vault.Bundles;
using Concord.Vault.Index;

namespace Concord.Vault.Lifecycle;

/// <summary>Tells an empty index everything that sealed bundles say; start-up has told it of open bundles and facts.</summary>
internal sealed class IndexRebuild(BundleStore store, int maxHeadBytes)
{
    private const int BundlesPerPage = 4096;

    /// <summary>Whether one was begun and did not come to its end: what the index says is not all.</summary>
    public static bool IsUnderWay(DataFolder folder) => File.Exists(folder.Reindexing);

    /// <summary>Called before the index is told anything: a start that comes before the end of <see cref="Run"/> begins again. Durable on return.</summary>
    public static void Begin(DataFolder folder, Disk disk)
    {
        disk.OpenOrCreate(folder.Reindexing).Dispose();
        disk.SyncFolder(folder.Root);
        FactsMark.Clear(folder, disk);
    }

    /// <summary>Everything is committed on return.</summary>
    /// <exception cref="Blobs.StoreAwayException">A store is away: an index without what lies in it would be wrong.</exception>
    public async Task<VaultProgress> Run(IProgress<VaultProgress>? progress, CancellationToken cancel)
    {
        var sum = new VaultProgress();
        var replaced = FactsReplay.ReplacedBundles(FactsReplay.InForce(store.Facts.Read().Facts, store.Around.Folder, store.Blobs.Places).Facts);
        foreach (var bundleId in (await ListBundles(cancel)).Where(bundleId => !replaced.Contains(bundleId)))
        {
            cancel.ThrowIfCancellationRequested();
            var entries = await Adopt(bundleId, cancel);
            if (store.Blobs.Of(bundleId) == store.Blobs.Hot && !File.Exists(store.Around.Folder.PathOf(bundleId))) continue; // nothing was in it
            sum = new(sum.Bundles + 1, sum.Entries + entries, sum.Bytes + ((await store.Blobs.Of(bundleId).Find(bundleId, cancel))?.Length ?? 0));
            progress?.Report(sum);
        }
        await store.Around.Index.WaitUntilCaughtUp(cancel);
        store.Around.Disk.Delete(store.Around.Folder.Reindexing);
        foreach (var bundle in store.Open.All) store.Open.StopTaking(bundle); // when they were opened the index did not know what decides duplicates
        return sum;
    }

    /// <summary>Every bundle of every store but the replica. One that is not where the facts say and lies in the other store lies there from now on, as a fact.</summary>
    private async Task<IReadOnlyCollection<long>> ListBundles(CancellationToken cancel)
    {
        var hot = store.Around.Folder.ListBundles().ToHashSet();
        var inWarm = new HashSet<long>();
        if (store.Blobs.Warm is { } warm)
            for (var after = -1L; await warm.List(after, BundlesPerPage, cancel) is { Count: > 0 } page; after = page[^1]) inWarm.UnionWith(page);
        foreach (var bundleId in hot.Where(bundleId => store.Blobs.Places.IsWarm(bundleId) && !inWarm.Contains(bundleId))) await Place(bundleId, isWarm: false, cancel);
        foreach (var bundleId in inWarm.Where(bundleId => !store.Blobs.Places.IsWarm(bundleId) && !hot.Contains(bundleId))) await Place(bundleId, isWarm: true, cancel);
        return [.. hot.Union(inWarm).Order()];
    }

    private async Task Place(long bundleId, bool isWarm, CancellationToken cancel)
    {
        store.Blobs.Places.Set(bundleId, isWarm);
        if (store.Sealed.Load(bundleId)?.Key is not { } key) return; // scrubbing sees to it
        var moved = new MovedFact(bundleId, isWarm, key.Study.ToString(), key.Series.ToString());
        var fact = store.Facts.Append(store.Around.Numbers, number => new(number, Fact.MovedKind, store.Around.Time.GetUtcNow(), "system", "found there when the index was made anew", Moved: moved));
        await store.Around.Index.Enqueue(FactsLog.ToEvent(fact)!, cancel);
    }

    /// <summary>Tells the index of one bundle that it does not know. Returns how many instances it has.</summary>
    public async Task<int> Adopt(long bundleId, CancellationToken cancel)
    {
        store.Open.Skip(bundleId);
        if (store.Open.Find(bundleId) is null && store.Sealed.Load(bundleId) is null)
            await new StartUp(store, maxHeadBytes).Recover(bundleId, cancel); // its mark was lost
        return store.Open.Find(bundleId) is { } open ? open.Entries.Count : await Replay(bundleId, cancel);
    }

    /// <summary>Tells the index of one sealed bundle. Returns its instances.</summary>
    public async Task<int> Replay(long bundleId, CancellationToken cancel)
    {
        if (store.Sealed.Load(bundleId) is not { } bundle) return 0;
        await using var stream = store.Blobs.TryOpenWhole(bundleId)!;
        var file = new ByteSource.Streamed(stream);
        foreach (var scanned in BundleScan.Of(file, checkData: false, cancel).Entries)
        {
            var entry = scanned.ToBundleEntry(bundleId);
            var source = new ByteSource.Part(file, entry.DataSetOffset, entry.DataSetLength);
            var (head, _) = HeadReader.Read(source, entry.TransferSyntax, maxHeadBytes);
            store.Around.Numbers.Skip(entry.ArrivalNumber);
            await store.Around.Index.Enqueue(InstanceRows.EventOf(entry, scanned.Header.Record!, head, bundle.Find(entry.ArrivalNumber)?.Original), cancel);
        }
        var sealedAt = (await store.Blobs.Of(bundleId).Find(bundleId, cancel))?.WrittenAt ?? store.Around.Time.GetUtcNow();
        await store.Around.Index.Enqueue(new IndexEvent.BundleSealed(
            bundleId, FileDigest.Of(file, cancel), file.Length, bundle.Entries.Count, sealedAt), cancel);
        return bundle.Entries.Count;
    }
}
