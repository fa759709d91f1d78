using Concord.Dicom.DataElements;
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
        var inForce = facts.Select(fact => fact.Number).ToHashSet();
        var missed = store.Facts.Read(FactsMark.Read(_folder, store.Facts.End)).Facts.Where(fact => inForce.Contains(fact.Number)).ToList();
        foreach (var fact in missed.Where(fact => fact.Kind == Fact.DeletedKind)) // first: of what was deleted and came again, who reads the feed hears last that it came
            if (FactsLog.ToEvent(fact) is { } told) await store.Around.Index.Enqueue(told, cancel);
        FindSpooled();
        var marked = _folder.ListOpenMarks().Union(_spooled.Keys).Order().ToList();
        var decided = facts.Where(fact => fact.Replaced is not null).ToLookup(fact => fact.Replaced!.Into);
        foreach (var fact in marked.SelectMany(bundleId => decided[bundleId])) store.Replacements.Resume(fact);
        await store.Replacements.FinishAll(); // first: what decides duplicates is looked up by bundle
        var found = new List<FoundBundle>();
        foreach (var bundleId in marked.Where(bundleId => !decided.Contains(bundleId)))
        {
            cancel.ThrowIfCancellationRequested();
            if (!TryTakeBack(bundleId) && await Find(bundleId, cancel) is { } open) found.Add(open);
        }
        var newest = Newest(found);
        foreach (var open in found) await Reopen(open, newest, cancel);
        var restored = new RestoredRows(store);
        foreach (var fact in missed.Where(fact => fact.Kind != Fact.DeletedKind))
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
        _disk.SyncFolder(Path.GetDirectoryName(_folder.NewPathOf(bundleId))!); // before its mark
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
        if (await Find(bundleId, cancel) is { } found) await Reopen(found, Newest([found]), cancel);
    }

    /// <summary>What is in a bundle that is to be gone on with; null when it is sealed, or nothing is in it.</summary>
    private async Task<FoundBundle?> Find(long bundleId, CancellationToken cancel)
    {
        var spooled = _spooled.GetValueOrDefault(bundleId) ?? [];
        if (LoadSealed(bundleId, cancel) is { } done)
        {
            await FinishSealing(done, spooled, cancel);
            return null;
        }
        var path = _folder.PathOf(bundleId);
        if (File.Exists(path + ".new")) _disk.Delete(path + ".new"); // it had not yet taken the bundle's place
        if (!File.Exists(path) && spooled.Count > 0) Remake(path);
        if (!File.Exists(path))
        {
            _disk.Delete(_folder.OpenMarkOf(bundleId));
            return null;
        }
        var (file, entries, _) = BundleRecovery.Recover(_folder, _disk, bundleId, spooled.Select(spool => spool.Front!.Record.ArrivalNumber).ToHashSet());
        store.Around.Files.Replaced(bundleId); // it may have been written anew
        return new(bundleId, file, entries, spooled);
    }

    /// <summary>A bundle whose trailer is all there; one that power cut short is none: it is as if it had not been written.</summary>
    private SealedBundle? LoadSealed(long bundleId, CancellationToken cancel)
    {
        if (!File.Exists(_folder.PathOf(bundleId))) return null;
        using var file = Posix.OpenUnlocked(_folder.PathOf(bundleId));
        var bundle = SealedIndexCodec.TryRead(file);
        return bundle?.BundleId == bundleId && BundleTrailer.IsWhole(ByteSource.WholeFile(file), bundle, BundleScan.Of(file, checkData: false, cancel)) ? bundle : null;
    }

    private async Task Reopen(FoundBundle found, Dictionary<(SeriesKey, Uid, string), long> newest, CancellationToken cancel)
    {
        BundleContents? contents = null;
        if (found.Key is { } key)
        {
            contents = await LoadContents(key, found.BundleId);
            foreach (var record in found.Records) store.Around.Numbers.Skip(record.ArrivalNumber);
            found = DropSuperseded(found, record => newest[IdentityOf(record)] > record.ArrivalNumber || (contents is not null && Later(contents, record)));
        }
        if (found.Key is not { } kept)
        {
            Remove(found);
            return;
        }
        _disk.OpenOrCreate(_folder.OpenMarkOf(found.BundleId)).Dispose();
        var known = found.Entries.Select(entry => (Entry: entry.ToBundleEntry(found.BundleId), Record: entry.Header.Record!)).ToList();
        var inFile = known.Select(entry => entry.Record.ArrivalNumber).ToHashSet();
        foreach (var spool in found.Spooled.OrderBy(spool => spool.Front!.Record.ArrivalNumber))
        {
            if (inFile.Contains(spool.Front!.Record.ArrivalNumber)) spool.Delete(); // it had joined already
            else known.Add((store.Around.Spooled.Add(found.BundleId, spool), spool.Front.Record));
        }
        var bundle = new OpenBundle(found.BundleId, kept, contents ?? new(store.Around.Tombstones), store.Around);
        bundle.Resume(found.File, found.End, found.Entries.Select(entry => entry.Header.Name), known);
        if (contents is not null) bundle.AddTo(contents);
        store.Open.Add(bundle);
        if (contents is null) store.Open.StopTaking(bundle);
        await Replay(known, cancel);
    }

    /// <summary>When a flush fails, the object is refused and its series goes on in another bundle. What the disk kept of it all the same was never acknowledged: when it
    /// came again since, it is taken out of the way.</summary>
    private FoundBundle DropSuperseded(FoundBundle found, Func<EntryRecord, bool> isSuperseded)
    {
        foreach (var spool in found.Spooled.Where(spool => isSuperseded(spool.Front!.Record))) spool.SetAside(_folder);
        found = found with { Spooled = [.. found.Spooled.Where(spool => !isSuperseded(spool.Front!.Record))] };
        var dropped = found.Entries.Where(entry => isSuperseded(entry.Header.Record!)).ToList();
        if (dropped.Count == 0) return found;
        foreach (var entry in dropped) AsideBytes.Keep(_folder, _disk, $"bundle-{found.BundleId}-{entry.Offset}", found.File.Handle, entry.Offset, entry.End - entry.Offset);
        var (file, entries, _) = BundleRecovery.Rewrite(_folder, _disk, found.BundleId, found.File, [.. found.Entries.Except(dropped)]);
        store.Around.Files.Replaced(found.BundleId);
        return found with { File = file, Entries = entries };
    }

    /// <summary>Nothing is in it: the file goes, then its mark.</summary>
    private void Remove(FoundBundle found)
    {
        found.File.Dispose();
        _disk.Delete(found.File.Path);
        _disk.SyncFolder(Path.GetDirectoryName(found.File.Path)!);
        if (File.Exists(_folder.OpenMarkOf(found.BundleId))) _disk.Delete(_folder.OpenMarkOf(found.BundleId));
    }

    /// <summary>Of each instance, and each that was kept aside, the highest arrival that lives.</summary>
    private Dictionary<(SeriesKey, Uid, string), long> Newest(List<FoundBundle> found)
    {
        var newest = new Dictionary<(SeriesKey, Uid, string), long>();
        foreach (var bundle in found)
            foreach (var record in bundle.Records)
                newest[IdentityOf(record)] = Math.Max(newest.GetValueOrDefault(IdentityOf(record)), store.Around.Tombstones.Contains(bundle.BundleId, record.ArrivalNumber) ? 0 : record.ArrivalNumber);
        return newest;
    }

    private static (SeriesKey, Uid, string) IdentityOf(EntryRecord record) => (
        new(record.StudyInstanceUid, record.SeriesInstanceUid), record.SopInstanceUid, record.Kind == EntryKind.Instance ? "" : Convert.ToHexString(record.DataSetSha256.Span));

    private static bool Later(BundleContents contents, EntryRecord record) =>
        (record.Kind == EntryKind.Instance ? contents.Find(record.SopInstanceUid) : contents.FindAside(record.SopInstanceUid, record.DataSetSha256.Span)) is { } other
        && other.ArrivalNumber > record.ArrivalNumber;

    /// <summary>Null while the store is away in which other bundles of the series lie: then nobody can tell duplicates, and this bundle takes no more objects.</summary>
    private async Task<BundleContents?> LoadContents(SeriesKey key, long bundleId)
    {
        try
        {
            return await store.Open.LoadContents(key, bundleId);
        }
        catch (StoreAwayException)
        {
            return null;
        }
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
        await using var stream = store.Blobs.TryOpenWhole(done.BundleId)!;
        var file = new ByteSource.Streamed(stream);
        var scan = BundleScan.Of(file, checkData: false, cancel);
        store.Around.Numbers.Skip(scan.Entries.Select(entry => entry.Header.Record!.ArrivalNumber).DefaultIfEmpty().Max());
        await Replay([.. scan.Entries.Select(entry => (entry.ToBundleEntry(done.BundleId), entry.Header.Record!))], cancel);
        await store.Around.Index.Enqueue(new IndexEvent.BundleSealed(
            done.BundleId, FileDigest.Of(file, cancel), file.Length, done.Entries.Count, store.Around.Time.GetUtcNow()), cancel);
        store.FinishedAtStart.Add(done.BundleId);
    }

    private void Remake(string path)
    {
        _disk.CreateFolder(Path.GetDirectoryName(path)!);
        _disk.Create(path).Dispose();
        _disk.SyncFolder(Path.GetDirectoryName(path)!);
    }
}
