using System.Globalization;
using Concord.Vault.Blobs;
using Concord.Vault.Bundles;
using Concord.Vault.Index;
using Microsoft.Extensions.Logging;

namespace Concord.Vault.Lifecycle;

/// <summary>Looks for files in the folder of bundles that neither the index nor an open mark knows: what was replaced goes, a whole bundle is told to the index, a copy that
/// nobody finished goes aside. No byte of an object that is nowhere else is thrown away.</summary>
internal sealed class OrphanSweep(VaultIndex index, BundleStore store, int maxHeadBytes, ILogger log)
{
    private readonly DataFolder _folder = store.Around.Folder;
    private readonly Disk _disk = store.Around.Disk;

    public async Task<OrphansFound> Run(CancellationToken cancel)
    {
        var sum = default(OrphansFound);
        foreach (var folder in Directory.GetDirectories(_folder.Bundles).Order(StringComparer.Ordinal))
        {
            foreach (var copy in Directory.GetFiles(folder, "*" + DataFolder.NewSuffix))
                if (await TrySetAside(copy)) sum = sum with { SetAside = sum.SetAside + 1 };
            var ids = DataFolder.ListBundles(folder).ToList();
            if (ids.Count == 0) continue;
            var unmarked = ids.Where(bundleId => !File.Exists(_folder.OpenMarkOf(bundleId))).ToList(); // first: a mark goes only when the index knows
            var known = await index.ListBundleIds(ids[0], ids[^1], cancel);
            foreach (var bundleId in unmarked.Where(bundleId => !known.Contains(bundleId))) sum = await See(bundleId, sum, cancel);
        }
        if (sum != default) log.OrphansSwept(sum.Deleted, sum.Adopted, sum.SetAside);
        return sum;
    }

    private async Task<OrphansFound> See(long bundleId, OrphansFound sum, CancellationToken cancel)
    {
        var holder = await index.FindHolder(bundleId, cancel);
        if (holder == bundleId)
        {
            await new IndexRebuild(store, maxHeadBytes).Adopt(bundleId, cancel);
            return sum with { Adopted = sum.Adopted + 1 };
        }
        if (store.Replacements.IsUnfinished(bundleId)) return sum;
        var purged = await FindPurged(bundleId, cancel);
        if (!await store.Around.Threads.Run(() => IsElsewhere(bundleId, holder, purged)))
        {
            log.ReplacedBundleKept(bundleId);
            return sum;
        }
        await store.Around.Threads.Run(() => Delete(bundleId));
        return sum with { Deleted = sum.Deleted + 1 };
    }

    private async Task<HashSet<long>> FindPurged(long bundleId, CancellationToken cancel)
    {
        var arrivals = store.Sealed.Load(bundleId)?.Objects.Select(known => known.Entry.ArrivalNumber).ToList() ?? [];
        return await index.FindPurged(arrivals, cancel);
    }

    /// <summary>Every object is in the bundle that took its place, byte for byte or as what gives those bytes back, or was purged.</summary>
    private bool IsElsewhere(long bundleId, long? holder, HashSet<long> purged)
    {
        if (store.Sealed.Load(bundleId) is not { } old) return false;
        var now = holder is { } id ? store.Sealed.Load(id) : null;
        return old.Objects.All(known => purged.Contains(known.Entry.ArrivalNumber)
            || (now?.Find(known.Entry.ArrivalNumber) is { } there
                && (there.Sha256.Span.SequenceEqual(known.Sha256.Span) || there.Original?.Sha256.Span.SequenceEqual(known.Sha256.Span) == true)));
    }

    private void Delete(long bundleId)
    {
        var path = _folder.PathOf(bundleId);
        _disk.Delete(path);
        _disk.SyncFolder(Path.GetDirectoryName(path)!);
        store.Around.Files.Replaced(bundleId);
        store.Sealed.Forget(bundleId);
    }

    /// <summary>A copy whose bundle has a mark is being written, or start-up will see to it.</summary>
    private Task<bool> TrySetAside(string copy) => store.Around.Threads.Run(() =>
    {
        var name = Path.GetFileName(copy);
        if (!long.TryParse(name.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var bundleId) || File.Exists(_folder.OpenMarkOf(bundleId)) || !File.Exists(copy)) return false;
        var path = Path.Combine(_folder.Aside, name);
        for (var again = 1; File.Exists(path); again++) path = Path.Combine(_folder.Aside, $"{name}-{again}");
        _disk.Rename(copy, path);
        _disk.SyncFolder(_folder.Aside);
        _disk.SyncFolder(Path.GetDirectoryName(copy)!);
        return true;
    });
}
