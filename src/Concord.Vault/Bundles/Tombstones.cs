using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Concord.Vault.Bundles;

/// <summary>Rejected entries, by bundle and arrival number, as the facts log says. Any number of threads.</summary>
internal sealed class Tombstones
{
    private readonly ConcurrentDictionary<long, ImmutableHashSet<long>> _deleted = new();
    private readonly ConcurrentDictionary<long, byte> _restoredIn = new();

    public void Add(long bundleId, long arrivalNumber) =>
        _deleted.AddOrUpdate(bundleId, static (_, number) => [number], static (_, known, number) => known.Add(number), arrivalNumber);

    /// <summary>Bundles are replaced by another one: what is deleted of them is deleted of it, but for what is purged and thus in none.</summary>
    public void Move(IEnumerable<long> from, long into, IReadOnlySet<long> purged)
    {
        foreach (var bundleId in from)
            foreach (var number in _deleted.GetValueOrDefault(bundleId) ?? [])
                if (!purged.Contains(number)) Add(into, number);
    }

    /// <summary>The entry is restored.</summary>
    public void Remove(long bundleId, long arrivalNumber)
    {
        _restoredIn.TryAdd(bundleId, 0);
        while (_deleted.TryGetValue(bundleId, out var known))
        {
            var rest = known.Remove(arrivalNumber);
            if (rest == known) return;
            if (rest.IsEmpty ? _deleted.TryRemove(new(bundleId, known)) : _deleted.TryUpdate(bundleId, rest, known)) return;
        }
    }

    public bool AnyIn(long bundleId) => _deleted.ContainsKey(bundleId);

    /// <summary>Something in the bundle was rejected for a while: its metadata may have been written without that.</summary>
    public bool WasRestoredIn(long bundleId) => _restoredIn.ContainsKey(bundleId);

    public bool Contains(long bundleId, long arrivalNumber) => _deleted.TryGetValue(bundleId, out var numbers) && numbers.Contains(arrivalNumber);

    /// <summary>The entries that are not rejected.</summary>
    public IReadOnlyList<BundleEntry> Live(long bundleId, IReadOnlyList<BundleEntry> entries) =>
        _deleted.TryGetValue(bundleId, out var numbers) ? [.. entries.Where(entry => !numbers.Contains(entry.ArrivalNumber))] : entries;

    /// <summary>The entries that are rejected.</summary>
    public IReadOnlyList<BundleEntry> Rejected(long bundleId, IReadOnlyList<BundleEntry> entries) =>
        _deleted.TryGetValue(bundleId, out var numbers) ? [.. entries.Where(entry => numbers.Contains(entry.ArrivalNumber))] : [];
}
