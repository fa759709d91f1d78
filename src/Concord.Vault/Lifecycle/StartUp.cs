using Concord.Vault.Blobs;
using Concord.Vault.Bundles;
using Concord.Vault.Decisions;
using Concord.Vault.Index;
using Concord.Vault.Receive;

namespace Concord.Vault.Lifecycle;

/// <summary>Brings a data folder in order when it is opened: facts, spool files, bundles that are marked open, and what the index missed of them.</summary>
internal sealed class StartUp(BundleStore store, int maxHeadBytes)
{
    private readonly DataFolder _folder = store.Around.Folder;
    private readonly Disk _disk = store.Around.Disk;
    private readonly Dictionary<long, List<SpoolFile>> _spooled = [];

    /// <summary>Everything in order on return, and handed to the index.</summary>
    public async Task Run(IReadOnlyList<Fact> facts, CancellationToken cancel)
    {
        var missed = store.Facts.Read(FactsMark.Read(_folder, store.Facts.End)).Facts;
        FindSpooled();
        var marked = _folder.ListOpenMarks().Union(_spooled.Keys).Order().ToList();
        var decided = facts.Where(fact => fact.Replaced is not null).ToLookup(fact => fact.Replaced!.Into);
        foreach (var fact in marked.SelectMany(bundleId => decided[bundleId])) store.Replacements.Resume(fact);
        await store.Replacements.FinishAll(); // first: what decides duplicates is looked up by bundle
        foreach (var bundleId in marked.Where(bundleId => !decided.Contains(bundleId)))
        {
            cancel.ThrowIfCancellationRequested();
            if (!TryTakeBack(bundleId)) await Recover(bundleId, cancel);
        }
        var restored = new RestoredRows(store);
        foreach (var fact in missed)
        {
            if (fact.Kind == Fact.RestoredKind) await restored.Tell(fact, cancel);
            if (FactsLog.ToEvent(fact) is { } told) await store.Around.Index.Enqueue(told, cancel);
        }
    }

    /// <summary>A bundle that was to replace others, which was not decided: they are all there. False when the bundle is no such one.</summary>
    private bool TryTakeBack(long bundleId)
    {
        if (File.Exists(_folder.PathOf(bundleId)) || !File.Exists(_folder.NewPathOf(bundleId))) return false;
        _disk.Delete(_folder.NewPathOf(bundleId));
        _disk.Delete(_folder.OpenMarkOf(bundleId));
        return true;
    }

    /// <summary>Whole objects by bundle; what broke off before it was whole was never acknowledged and goes.</summary>
    private void FindSpooled()
    {
        foreach (var number in _folder.ListSpool().Order())
        {
            var spool = SpoolFile.OpenExisting(_folder, _disk, number);
            if (spool.Front is { } front)
            {
                if (!_spooled.TryGetValue(front.BundleId, out var list)) _spooled.Add(front.BundleId, list = []);
                list.Add(spool);
                store.Around.Numbers.Skip(front.Record.ArrivalNumber);
            }
            else spool.SetAside(_folder);
        }
    }

    /// <summary>Brings one bundle in order that is not sealed, or whose sealing was not finished.</summary>
    public async Task Recover(long bundleId, CancellationToken cancel)
    {
        var spooled = _spooled.GetValueOrDefault(bundleId) ?? [];
        if (store.Sealed.Load(bundleId) is { } done)
        {
            await FinishSealing(done, spooled, cancel);
            return;
        }
        var path = _folder.PathOf(bundleId);
        if (!File.Exists(path) && spooled.Count > 0) Remake(path);
        if (!File.Exists(path))
        {
            _disk.Delete(_folder.OpenMarkOf(bundleId));
            return;
        }
        var (file, entries, end) = BundleRecovery.Recover(_folder, _disk, bundleId, spooled.Select(spool => spool.Front!.Record.ArrivalNumber).ToHashSet());
        store.Around.Files.Replaced(bundleId); // it may have been written anew
        if (entries.Count == 0 && spooled.Count == 0)
        {
            file.Dispose();
            _disk.Delete(path);
            _disk.Delete(_folder.OpenMarkOf(bundleId));
            return;
        }
        _disk.OpenOrCreate(_folder.OpenMarkOf(bundleId)).Dispose();
        await Reopen(bundleId, file, entries, end, spooled, cancel);
    }

    private async Task Reopen(long bundleId, DiskFile file, IReadOnlyList<ScannedEntry> entries, long end, List<SpoolFile> spooled, CancellationToken cancel)
    {
        var known = entries.Select(entry => (Entry: entry.ToBundleEntry(bundleId), Record: entry.Header.Record!)).ToList();
        var inFile = known.Select(entry => entry.Record.ArrivalNumber).ToHashSet();
        foreach (var spool in spooled.OrderBy(spool => spool.Front!.Record.ArrivalNumber))
        {
            if (inFile.Contains(spool.Front!.Record.ArrivalNumber)) spool.Delete(); // it had joined already
            else known.Add((store.Around.Spooled.Add(bundleId, spool), spool.Front.Record));
        }
        store.Around.Numbers.Skip(known.Max(entry => entry.Record.ArrivalNumber));
        var key = new SeriesKey(known[0].Record.StudyInstanceUid, known[0].Record.SeriesInstanceUid);
        var contents = await store.Open.LoadContents(key, bundleId);
        var bundle = new OpenBundle(bundleId, key, contents, store.Around);
        bundle.Resume(file, end, entries.Select(entry => entry.Header.Name), known);
        bundle.AddTo(contents);
        store.Open.Add(bundle);
        await Replay(known, cancel);
    }

    /// <summary>Tells the index what it may have missed; it may have it all.</summary>
    private async Task Replay(List<(BundleEntry Entry, EntryRecord Record)> known, CancellationToken cancel)
    {
        foreach (var (entry, record) in known.OrderBy(one => one.Record.ArrivalNumber))
        {
            await using var stream = store.Around.Files.Open(entry.BundleId, entry.DataSetOffset, entry.DataSetLength);
            var (head, _) = HeadReader.Read(new ByteSource.Streamed(stream), entry.TransferSyntax, maxHeadBytes);
            await store.Around.Index.Enqueue(InstanceRows.EventOf(entry, record, head), cancel);
        }
    }

    /// <summary>The trailer was durable; the index may not know, and the mark was not yet gone.</summary>
    private async Task FinishSealing(SealedBundle done, List<SpoolFile> spooled, CancellationToken cancel)
    {
        foreach (var spool in spooled)
            if (done.Find(spool.Front!.Record.ArrivalNumber) is not null) spool.Delete();
            else spool.SetAside(_folder);
        using var file = Posix.OpenUnlocked(_folder.PathOf(done.BundleId));
        var scan = BundleScan.Of(file, checkData: false, cancel);
        store.Around.Numbers.Skip(scan.Entries.Select(entry => entry.Header.Record!.ArrivalNumber).DefaultIfEmpty().Max());
        await Replay([.. scan.Entries.Select(entry => (entry.ToBundleEntry(done.BundleId), entry.Header.Record!))], cancel);
        await store.Around.Index.Enqueue(new IndexEvent.BundleSealed(
            done.BundleId, FileDigest.Of(file, cancel), RandomAccess.GetLength(file), done.Entries.Count, store.Around.Time.GetUtcNow()), cancel);
        store.FinishedAtStart.Add(done.BundleId);
    }

    private void Remake(string path)
    {
        _disk.CreateFolder(Path.GetDirectoryName(path)!);
        _disk.Create(path).Dispose();
        _disk.SyncFolder(Path.GetDirectoryName(path)!);
    }
}
