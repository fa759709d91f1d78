using Concord.Vault.Receive;

namespace Concord.Vault.Bundles;

/// <summary>Whole objects in spool files, by the bundle that they are to join. Any number of threads.</summary>
internal sealed class SpooledObjects(BundleFiles files)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, List<(SpoolFile Spool, BundleEntry Entry)>> _byBundle = [];

    private int _count;

    /// <summary>All there are: each keeps a file open.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Makes a whole spool file readable as an entry of its bundle.</summary>
    public BundleEntry Add(long bundleId, SpoolFile spool)
    {
        var front = spool.Front!;
        lock (_lock)
        {
            if (!_byBundle.TryGetValue(bundleId, out var list)) _byBundle.Add(bundleId, list = []);
            if (list.Count >= SpoolOffset.MaxPlaces) throw new IOException("Too many spooled objects wait for one bundle.");
            var entry = ScannedEntry.FromRecord(bundleId, front.Record, SpoolOffset.Of(list.Count, front.PartTenOffset), front.PartTenLength);
            files.AddSpooled(bundleId, list.Count, spool.Path, front.PartTenOffset);
            list.Add((spool, entry));
            _count++;
            return entry;
        }
    }

    /// <summary>What waits for a bundle, in arrival order.</summary>
    public IReadOnlyList<(SpoolFile Spool, BundleEntry Entry)> Of(long bundleId)
    {
        lock (_lock) return _byBundle.TryGetValue(bundleId, out var list) ? [.. list] : [];
    }

    /// <summary>The bundle is sealed; nothing waits for it any more.</summary>
    public void Forget(long bundleId)
    {
        lock (_lock)
            if (_byBundle.Remove(bundleId, out var list)) _count -= list.Count;
    }
}
