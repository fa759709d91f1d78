using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Concord.Vault.Bundles;

/// <summary>Deleted entries, by bundle and arrival number, as the facts log says. Any number of threads.</summary>
internal sealed class Tombstones
{
    private readonly ConcurrentDictionary<long, ImmutableHashSet<long>> _deleted = new();

    public void Add(long bundleId, long arrivalNumber) =>
        _deleted.AddOrUpdate(bundleId, static (_, number) => [number], static (_, known, number) => known.Add(number), arrivalNumber);

    /// <summary>Bundles are replaced by another one: what is deleted of them is deleted of it, but for what is purged and thus in none.</summary>
    public void Move(IEnumerable<long> from, long into, IReadOnlySet<long> purged)
    {
        foreach (var bundleId in from)
            foreach (var number in _deleted.GetValueOrDefault(bundleId) ?? [])
                if (!purged.Contains(number)) Add(into, number);
    }

    public bool AnyIn(long bundleId) => _deleted.ContainsKey(bundleId);

    public bool Contains(long bundleId, long arrivalNumber) => _deleted.TryGetValue(bundleId, out var numbers) && numbers.Contains(arrivalNumber);

    /// <summary>The entries that are not deleted.</summary>
    public IReadOnlyList<BundleEntry> Live(long bundleId, IReadOnlyList<BundleEntry> entries) =>
        _deleted.TryGetValue(bundleId, out var numbers) ? [.. entries.Where(entry => !numbers.Contains(entry.ArrivalNumber))] : entries;
}
