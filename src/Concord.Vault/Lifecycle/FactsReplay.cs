using Concord.Vault.Blobs;
using Concord.Vault.Decisions;

namespace Concord.Vault.Lifecycle;

/// <summary>What the facts say of entries, wherever these lie by now: a fact names the bundle that an entry was in then.</summary>
internal static class FactsReplay
{
    /// <summary>Tells what is rejected, held and asked for.</summary>
    public static void Tell(IReadOnlyList<Fact> facts, DecisionState decisions)
    {
        var into = new Dictionary<long, long>();
        var purged = new HashSet<long>();
        foreach (var replaced in facts.Select(fact => fact.Replaced).OfType<ReplacedFact>())
        {
            foreach (var from in replaced.From) into[from.BundleId] = replaced.Into;
            purged.UnionWith(replaced.Purged.Select(gone => gone.ArrivalNumber));
        }
        foreach (var fact in facts) decisions.Take(fact, bundleId => HolderOf(bundleId, into), purged);
    }

    /// <summary>The bundles that are gone, or are to go.</summary>
    public static HashSet<long> ReplacedBundles(IEnumerable<Fact> facts) =>
        [.. facts.Select(fact => fact.Replaced).OfType<ReplacedFact>().SelectMany(replaced => replaced.From).Select(from => from.BundleId)];

    /// <summary>Where bundles lie, by the last move of each.</summary>
    public static BundlePlaces PlacesOf(IEnumerable<Fact> facts)
    {
        var places = new BundlePlaces();
        foreach (var fact in facts)
            if (fact.Moved is { } moved) places.Set(moved.BundleId, moved.IsToWarm);
            else foreach (var gone in fact.Replaced?.From ?? []) places.Set(gone.BundleId, isWarm: false);
        return places;
    }

    private static long HolderOf(long bundleId, Dictionary<long, long> into)
    {
        while (into.TryGetValue(bundleId, out var next)) bundleId = next;
        return bundleId;
    }
}
