using Concord.Dicom.DataElements;
using Concord.Vault.Bundles;
using Concord.Vault.Index;
using Concord.Vault.Lifecycle;

namespace Concord.Vault.Decisions;

/// <summary>Tells the index of restored instances as it was told when they arrived: read from the bundles where they lie now.</summary>
internal sealed class RestoredRows(BundleStore store)
{
    /// <summary>Of a fact: those that are not rejected again. What is in no bundle that the index knows is told when that bundle is.</summary>
    public async Task Tell(Fact fact, CancellationToken cancel)
    {
        foreach (var series in (fact.Decision?.Entries ?? []).GroupBy(entry => (entry.Study, entry.Series)))
        {
            var wanted = series.Select(entry => entry.ArrivalNumber).ToHashSet();
            var known = await store.Around.Index.FindBundles(Uid.Parse(series.Key.Study), Uid.Parse(series.Key.Series), cancel);
            foreach (var bundleId in series.Select(entry => entry.BundleId).Union(known).Order().ToList()) await Tell(fact.Number, bundleId, wanted, cancel);
        }
    }

    private async Task Tell(long number, long bundleId, HashSet<long> wanted, CancellationToken cancel)
    {
        var entries = (await store.Reader.ReadEntries(bundleId, cancel)).Where(entry => wanted.Contains(entry.ArrivalNumber)).ToList();
        if (entries.Count == 0) return;
        var records = ReadRecords(bundleId, cancel);
        foreach (var entry in entries)
        {
            var head = (await store.Reader.ReadStoredHead(entry, cancel)).Head;
            var row = InstanceRows.Of(entry, head, records[entry.ArrivalNumber].Origin, store.Sealed.Load(entry.BundleId)?.Find(entry.ArrivalNumber)?.Original);
            await store.Around.Index.Enqueue(new IndexEvent.InstanceRestored(number, row), cancel);
        }
    }

    /// <summary>What was written beside each object of the bundle, wherever it lies.</summary>
    private Dictionary<long, EntryRecord> ReadRecords(long bundleId, CancellationToken cancel)
    {
        var spooled = store.Around.Spooled.Of(bundleId).Select(one => one.Spool.Front!.Record);
        using var stream = store.Blobs.TryOpenWhole(bundleId);
        var scanned = stream is null ? [] : BundleScan.Of(new ByteSource.Streamed(stream), checkData: false, cancel).Entries.Select(entry => entry.Header.Record!);
        return spooled.Concat(scanned).DistinctBy(record => record.ArrivalNumber).ToDictionary(record => record.ArrivalNumber);
    }
}
