using System.Collections.Concurrent;

namespace Concord.Vault.Bundles;

/// <summary>Where the objects of bundles that were replaced lie now: who looked an entry up before still finds its bytes. Any number of threads.</summary>
/// <remarks>Sixteen bytes an object; of many replaced objects the oldest are forgotten. Nothing is kept from run to run: no reader outlives one.</remarks>
internal sealed class MovedBundles(SealedBundles sealedBundles)
{
    /// <summary>Most objects whose old places are known.</summary>
    private const int MaxObjects = 1 << 20;

    private readonly ConcurrentDictionary<long, Moved> _byBundle = new();
    private readonly Queue<long> _byAge = new();
    private readonly Lock _lock = new();
    private int _objects;

    /// <summary>A bundle is replaced by another, which can be read already.</summary>
    public void Add(SealedBundle from, long into)
    {
        BundleEntry[] entries = [.. from.Objects.Select(known => known.Entry).OrderBy(entry => entry.PartTenOffset)];
        lock (_lock)
        {
            if (!_byBundle.TryAdd(from.BundleId, new(into, Array.ConvertAll(entries, entry => entry.PartTenOffset), Array.ConvertAll(entries, entry => entry.ArrivalNumber)))) return;
            _byAge.Enqueue(from.BundleId);
            _objects += entries.Length;
            while (_objects > MaxObjects && _byAge.Count > 1 && _byBundle.TryRemove(_byAge.Dequeue(), out var oldest)) _objects -= oldest.Arrivals.Length;
        }
    }

    /// <summary>The bundle and offset where a byte lies now; as given when its bundle was not replaced.</summary>
    /// <exception cref="FileNotFoundException">The object was purged, or the byte is of none.</exception>
    public (long BundleId, long Offset) Translate(long bundleId, long offset)
    {
        if (!_byBundle.TryGetValue(bundleId, out var moved)) return (bundleId, offset);
        var place = Array.BinarySearch(moved.Offsets, offset);
        if (place < 0) place = ~place - 1;
        var now = place < 0 ? null : Find(moved.Into, moved.Arrivals[place]);
        if (now is null || offset - moved.Offsets[place] > now.PartTenLength) throw new FileNotFoundException("The bundle was replaced, and this part of it is gone.");
        return (now.BundleId, now.PartTenOffset + offset - moved.Offsets[place]);
    }

    /// <summary>The entry where it lies now; null when it was purged.</summary>
    public BundleEntry? Now(BundleEntry entry) => _byBundle.TryGetValue(entry.BundleId, out var moved) ? Find(moved.Into, entry.ArrivalNumber) : entry;

    /// <summary>What was in a replaced bundle, where it lies now, in arrival order; null when the bundle was not replaced.</summary>
    public IReadOnlyList<BundleEntry>? EntriesOf(long bundleId)
    {
        if (!_byBundle.TryGetValue(bundleId, out var moved)) return null;
        var arrivals = moved.Arrivals.ToHashSet();
        while (true)
        {
            var holder = HolderOf(moved.Into);
            if (sealedBundles.Load(holder) is { } now) return [.. now.Entries.Where(entry => arrivals.Contains(entry.ArrivalNumber))];
            if (!_byBundle.ContainsKey(holder)) return []; // nothing is left of it
        }
    }

    /// <summary>The bundle that holds now what a bundle held; itself when it was not replaced.</summary>
    public long HolderOf(long bundleId)
    {
        while (_byBundle.TryGetValue(bundleId, out var moved)) bundleId = moved.Into;
        return bundleId;
    }

    private BundleEntry? Find(long bundleId, long arrivalNumber)
    {
        while (true)
        {
            var holder = HolderOf(bundleId);
            if (sealedBundles.Load(holder) is { } now) return now.Find(arrivalNumber)?.Entry;
            if (!_byBundle.ContainsKey(holder)) return null;
        }
    }

    /// <param name="Offsets">Of the objects in the old file, rising.</param>
    private sealed record Moved(long Into, long[] Offsets, long[] Arrivals);
}
