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
        SealedEntry[] objects = [.. from.Objects.OrderBy(known => known.Entry.PartTenOffset)];
        var compressed = objects.Where(known => known.Original is not null).Select(known => known.Entry.ArrivalNumber).ToHashSet();
        lock (_lock)
        {
            if (!_byBundle.TryAdd(from.BundleId, new(into, Array.ConvertAll(objects, known => known.Entry.PartTenOffset), Array.ConvertAll(objects, known => known.Entry.ArrivalNumber), compressed))) return;
            _byAge.Enqueue(from.BundleId);
            _objects += objects.Length;
            while (_objects > MaxObjects && _byAge.Count > 1 && _byBundle.TryRemove(_byAge.Dequeue(), out var oldest)) _objects -= oldest.Arrivals.Length;
        }
    }

    /// <summary>The bundle and offset where a byte lies now; as given when its bundle was not replaced. Of an object that was compressed since, the offset is one of its original.</summary>
    /// <exception cref="FileNotFoundException">The object was purged, or the byte is of none.</exception>
    public (long BundleId, long Offset) Translate(long bundleId, long offset)
    {
        if (!_byBundle.TryGetValue(bundleId, out var moved)) return (bundleId, offset);
        if (OriginalOffset.Is(offset)) return TranslateOriginal(moved, offset);
        var place = Array.BinarySearch(moved.Offsets, offset);
        if (place < 0) place = ~place - 1;
        if (place < 0 || FindPlace(moved.Into, moved.Arrivals[place]) is not { } now) throw Gone();
        var (known, inObject) = (now.Bundle.Objects[now.Place], offset - moved.Offsets[place]);
        var isCompressedSince = known.Original is not null && !moved.Compressed.Contains(moved.Arrivals[place]);
        if (inObject > (isCompressedSince ? known.Original!.PartTenLength : known.Entry.PartTenLength)) throw Gone();
        return (known.Entry.BundleId, isCompressedSince ? OriginalOffset.Of(now.Place, inObject) : known.Entry.PartTenOffset + inObject);
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

    private (long BundleId, long Offset) TranslateOriginal(Moved moved, long offset)
    {
        var place = OriginalOffset.PlaceOf(offset);
        if (place >= moved.Arrivals.Length || FindPlace(moved.Into, moved.Arrivals.Order().ElementAt(place)) is not { } now) throw Gone();
        return (now.Bundle.BundleId, OriginalOffset.Of(now.Place, OriginalOffset.InObject(offset)));
    }

    private static FileNotFoundException Gone() => new("The bundle was replaced, and this part of it is gone.");

    private BundleEntry? Find(long bundleId, long arrivalNumber) => FindPlace(bundleId, arrivalNumber) is { } found ? found.Bundle.Objects[found.Place].Entry : null;

    private (SealedBundle Bundle, int Place)? FindPlace(long bundleId, long arrivalNumber)
    {
        while (true)
        {
            var holder = HolderOf(bundleId);
            if (sealedBundles.Load(holder) is { } now) return now.PlaceOf(arrivalNumber) is >= 0 and var place ? (now, place) : null;
            if (!_byBundle.ContainsKey(holder)) return null;
        }
    }

    /// <param name="Offsets">Of the objects in the old file, rising.</param>
    /// <param name="Compressed">Arrival numbers of those that were compressed there already.</param>
    private sealed record Moved(long Into, long[] Offsets, long[] Arrivals, HashSet<long> Compressed);
}
