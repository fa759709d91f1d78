using Concord.Dicom.DataElements;
using Concord.Vault.Blobs;
using Concord.Vault.Bundles;
using Concord.Vault.Integrity;

namespace Concord.Vault.Lifecycle;

/// <summary>Replaces sealed bundles of one series by one: in purging, which takes objects' bytes away, in consolidating, and in compressing. Nothing else rewrites a sealed bundle.</summary>
/// <remarks>New file whole and durable under an open mark; fact; its name; index; then the old files go, and the mark. What was decided and not finished
/// (the index cannot be written, a store is away) is finished by <see cref="FinishAll"/>, or at the next start. One replacement at a time.</remarks>
internal sealed class Replacements(BundleStore store, int maxHeadBytes)
{
    private readonly List<Fact> _unfinished = [];

    /// <summary>Decided at an earlier time and still to be finished: at start-up.</summary>
    public void Resume(Fact fact)
    {
        lock (_unfinished) _unfinished.Add(fact);
    }

    /// <summary>The bundle is to go, or to come: who is at it knows.</summary>
    public bool IsUnfinished(long bundleId)
    {
        lock (_unfinished) return _unfinished.Exists(fact => fact.Replaced!.Into == bundleId || fact.Replaced.From.Any(from => from.BundleId == bundleId));
    }

    /// <summary>Writes what is in the bundles, but for <paramref name="purged"/>, into a new one; the old files are gone on return.</summary>
    /// <param name="purged">Arrival numbers of objects that are deleted, or were kept aside: their bytes go.</param>
    /// <param name="pace">Null: as fast as the disk is.</param>
    /// <exception cref="ArgumentException">The bundles are not sealed, not of one series, still to be finished from before, or an object is not there, or not deleted.</exception>
    /// <exception cref="BundleDamagedException">A bundle is not what was sealed; nothing is changed.</exception>
    /// <exception cref="IOException">Nothing is changed; or it is decided, and will be finished.</exception>
    public async Task<ReplacedBundle> Replace(IReadOnlyList<long> from, IReadOnlySet<long> purged, string who, string why, ScrubPace? pace, CancellationToken cancel) =>
        (await Replace(from, purged, null, who, why, pace, cancel))!;

    /// <summary>Writes what is in a bundle, recoded where <paramref name="recoding"/> wants it, into a new one. Null when it changed no object: nothing is changed then.</summary>
    /// <exception cref="BundleDamagedException">The bundle is not what was sealed; nothing is changed.</exception>
    /// <exception cref="IOException">As above.</exception>
    public Task<ReplacedBundle?> Recode(long bundleId, IObjectRecoding recoding, string who, string why, ScrubPace? pace, CancellationToken cancel) =>
        Replace([bundleId], new HashSet<long>(), recoding, who, why, pace, cancel);

    private async Task<ReplacedBundle?> Replace(IReadOnlyList<long> from, IReadOnlySet<long> purged, IObjectRecoding? recoding, string who, string why, ScrubPace? pace, CancellationToken cancel)
    {
        await store.MoveTurn.WaitAsync(cancel);
        try
        {
            await store.Turn.Apart(FinishUnfinished);
            var holders = await FindHolders(from, cancel);
            foreach (var bundleId in holders) await store.Mover.BringBack(bundleId, who, why, cancel);
            var sources = await store.Around.Threads.Run(() => OpenSources(holders));
            try
            {
                return await Replace(sources, purged, recoding, who, why, pace, cancel);
            }
            finally
            {
                foreach (var source in sources) source.Dispose();
            }
        }
        finally
        {
            store.MoveTurn.Release();
        }
    }

    /// <summary>Finishes what was decided and could not be finished then.</summary>
    /// <exception cref="IOException">It still cannot.</exception>
    public async Task FinishAll()
    {
        await store.MoveTurn.WaitAsync();
        try
        {
            await store.Turn.Apart(FinishUnfinished);
        }
        finally
        {
            store.MoveTurn.Release();
        }
    }

    /// <summary>Who names a bundle may have looked it up before it was replaced.</summary>
    private async Task<IReadOnlyList<long>> FindHolders(IReadOnlyList<long> bundleIds, CancellationToken cancel)
    {
        var holders = new SortedSet<long>();
        await store.Around.Index.WaitUntilCaughtUp(cancel);
        foreach (var bundleId in bundleIds)
            if (await store.Around.Index.FindHolder(bundleId, cancel) is { } holder) holders.Add(holder);
        return [.. holders];
    }

    private List<BundleSource> OpenSources(IReadOnlyList<long> from)
    {
        List<BundleSource> sources = [];
        try
        {
            foreach (var bundleId in from)
            {
                if (IsUnfinished(bundleId)) throw new ArgumentException("A bundle is being replaced.", nameof(from));
                if (store.Open.Find(bundleId) is not null) throw new ArgumentException("A bundle is not sealed.", nameof(from));
                sources.Add(BundleSource.Open(store.Blobs, bundleId));
            }
            if (sources.Select(source => source.Bundle.Key).Distinct().Count() != 1) throw new ArgumentException("The bundles are not of one series.", nameof(from));
            return sources;
        }
        catch
        {
            foreach (var source in sources) source.Dispose();
            throw;
        }
    }

    private async Task<ReplacedBundle?> Replace(List<BundleSource> sources, IReadOnlySet<long> purged, IObjectRecoding? recoding, string who, string why, ScrubPace? pace, CancellationToken cancel)
    {
        CheckPurged(sources, purged);
        var into = store.Open.NextBundleId();
        var before = new List<ReplacedSource>();
        foreach (var source in sources) before.Add(new(source.Bundle.BundleId, (await store.Around.Index.FindBundle(source.Bundle.BundleId, cancel))?.Sha256));
        Fact? fact = null;
        try
        {
            if (await Copy(into, sources, before, purged, recoding, pace, cancel) is not { } replaced)
            {
                await TakeBack(into);
                return null;
            }
            using var gate = await RemovalGate.Enter(store.Around.Folder, store.Around.Time, cancel);
            await store.Turn.Apart(async () =>
            {
                CheckPurged(sources, purged); // one of them may have been restored meanwhile
                fact = await store.Around.Threads.Run(() => Decide(replaced, who, why));
                gate.Dispose(); // what follows from the fact may take its time
                store.Decisions.Take(fact);
                Resume(fact);
                return await FinishUnfinished();
            });
            return Told(fact!);
        }
        catch when (fact is null)
        {
            await TakeBack(into);
            throw;
        }
    }

    private void CheckPurged(List<BundleSource> sources, IReadOnlySet<long> purged)
    {
        if (purged.Count > 0 && store.Decisions.Holds.On(sources[0].Bundle.Key.Study, store.Around.Time.GetUtcNow()).Count > 0) throw new ArgumentException("The study is under a legal hold.", nameof(purged));
        foreach (var number in purged)
        {
            if (sources.Select(source => source.Bundle.Find(number)).FirstOrDefault(known => known is not null) is not { } known) throw new ArgumentException("What is to be purged is not there.", nameof(purged));
            if (known.Kind == EntryKind.Instance && !store.Around.Tombstones.Contains(known.Entry.BundleId, number)) throw new ArgumentException("What is to be purged is not deleted.", nameof(purged));
        }
    }

    /// <summary>The new bundle, whole and durable under a name that nobody reads; the mark is durable before. Null when all was to be recoded, and nothing was.</summary>
    private async Task<ReplacedFact?> Copy(
        long into, List<BundleSource> sources, List<ReplacedSource> before, IReadOnlySet<long> purged, IObjectRecoding? recoding, ScrubPace? pace, CancellationToken cancel)
    {
        var around = store.Around;
        var objects = sources.SelectMany(source => source.Bundle.Objects).OrderBy(known => known.Entry.ArrivalNumber).ToList();
        var gone = objects.Where(known => purged.Contains(known.Entry.ArrivalNumber)).ToList();
        var key = sources[0].Bundle.Key;
        var fact = new ReplacedFact(before, into, key.Study.ToString(), key.Series.ToString(), null, 0, 0, 0, null, default, gone.ConvertAll(known => new PurgedFact(
            known.Entry.ArrivalNumber, known.Entry.SopInstanceUid.ToString(), Convert.ToHexStringLower((known.Original?.Sha256 ?? known.Sha256).Span), known.Original?.PartTenLength ?? known.Entry.PartTenLength)));
        var path = around.Folder.NewPathOf(into);
        await around.Threads.Run(() => Mark(into));
        if (gone.Count == objects.Count) return fact;
        around.Disk.CheckRoom(Path.GetDirectoryName(path)!, objects.Sum(known => known.Entry.PartTenLength));
        using var file = await around.Threads.Run(() => around.Disk.Create(path));
        var (bundle, sha256) = await new BundleCopier(around.Threads, maxHeadBytes, pace, recoding).Write(into, file, sources, purged, cancel);
        if (recoding is not null && CountOriginals(bundle) == sources.Sum(source => CountOriginals(source.Bundle))) return null;
        await around.Threads.Run(() => around.Disk.SyncFolder(Path.GetDirectoryName(path)!));
        RewriteMetrics.CountBytes(file.Length);
        return fact.With(bundle, sha256, file.Length, sources);
    }

    private static int CountOriginals(SealedBundle bundle) => bundle.Objects.Count(known => known.Original is not null);

    private void Mark(long into)
    {
        var around = store.Around;
        around.Disk.CreateFolder(Path.GetDirectoryName(around.Folder.PathOf(into))!);
        around.Disk.OpenOrCreate(around.Folder.OpenMarkOf(into)).Dispose();
        around.Disk.SyncFolder(around.Folder.OpenMarks);
    }

    private Fact Decide(ReplacedFact replaced, string who, string why) => store.Facts.Append(store.Around.Numbers, number => new(
        number, replaced.Purged.Count > 0 ? Fact.PurgedKind : Fact.ReplacedKind, store.Around.Time.GetUtcNow(), who, why, Replaced: replaced));

    /// <summary>It was not decided: the copy goes, unless nobody knows whether the fact is durable; start-up will see.</summary>
    private Task TakeBack(long into) => store.Around.Threads.Run(() =>
    {
        var around = store.Around;
        if (store.Facts.IsBroken) return;
        try
        {
            if (File.Exists(around.Folder.NewPathOf(into)))
            {
                around.Disk.Delete(around.Folder.NewPathOf(into));
                around.Disk.SyncFolder(Path.GetDirectoryName(around.Folder.NewPathOf(into))!); // before its mark
            }
            if (File.Exists(around.Folder.OpenMarkOf(into))) around.Disk.Delete(around.Folder.OpenMarkOf(into));
        }
        catch (IOException)
        {
            // the next start takes it back: the mark is there as long as the copy is
        }
    });

    private async Task<bool> FinishUnfinished()
    {
        foreach (var fact in _unfinished.ToList())
        {
            await Finish(fact, fact.Replaced!);
            lock (_unfinished) _unfinished.Remove(fact);
        }
        return true;
    }

    /// <summary>Everything that follows from the fact; again, when it broke off before.</summary>
    private async Task Finish(Fact fact, ReplacedFact replaced)
    {
        var around = store.Around;
        long[] from = [.. replaced.From.Select(one => one.BundleId)];
        await around.Threads.Run(() => GiveName(replaced));
        around.Tombstones.Move(from, replaced.Into, replaced.Purged.Select(gone => gone.ArrivalNumber).ToHashSet());
        foreach (var bundleId in from)
            if (await around.Threads.Run(() => store.Sealed.Load(bundleId)) is { } old) around.Moved.Add(old, replaced.Into);
        await around.Index.Enqueue(FactsLog.ToEvent(fact)!, CancellationToken.None);
        await around.Index.WaitUntilCaughtUp(CancellationToken.None);
        await store.Open.Renew(new(Uid.Parse(replaced.Study), Uid.Parse(replaced.Series)));
        await RemoveOld(replaced);
    }

    private void GiveName(ReplacedFact replaced)
    {
        var around = store.Around;
        var path = around.Folder.PathOf(replaced.Into);
        if (File.Exists(around.Folder.NewPathOf(replaced.Into)))
        {
            around.Disk.Rename(around.Folder.NewPathOf(replaced.Into), path);
            around.Disk.SyncFolder(Path.GetDirectoryName(path)!);
        }
        if (replaced.Sha256 is not null && store.Sealed.Load(replaced.Into) is null) throw new BundleDamagedException(replaced.Into, "A bundle that replaces others cannot be read; they are kept.");
    }

    /// <summary>Who has an old file open reads it to its end; who opens it now is led to the new one.</summary>
    private async Task RemoveOld(ReplacedFact replaced)
    {
        var around = store.Around;
        foreach (var from in replaced.From)
        {
            await store.Blobs.Of(from.BundleId).Delete(from.BundleId, CancellationToken.None);
            await store.Blobs.Hot.Delete(from.BundleId, CancellationToken.None); // of one that lies in the warm store there may be a copy
            store.Sealed.Forget(from.BundleId);
        }
        var mark = around.Folder.OpenMarkOf(replaced.Into);
        await around.Threads.Run(() =>
        {
            if (File.Exists(mark)) around.Disk.Delete(mark);
        });
    }

    private static ReplacedBundle Told(Fact fact)
    {
        var replaced = fact.Replaced!;
        return new(fact.Number, fact.At, [.. replaced.From.Select(from => new BundleHash(from.BundleId, from.Sha256))],
            replaced.Sha256 is { } sha256 ? new(replaced.Into, sha256) : null,
            [.. replaced.Purged.Select(gone => new PurgedInstance(gone.ArrivalNumber, Uid.Parse(gone.Instance), gone.Sha256, gone.Bytes))]);
    }
}
