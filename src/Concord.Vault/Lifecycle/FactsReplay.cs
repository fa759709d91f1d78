using Concord.Vault.Blobs;
using Concord.Vault.Bundles;
using Concord.Vault.Decisions;

namespace Concord.Vault.Lifecycle;

/// <summary>What the facts say of entries, wherever these lie by now: a fact names the bundle that an entry was in then.</summary>
internal static class FactsReplay
{
    /// <summary>The facts but for replacements whose new bundle is nowhere: a backup that was made while bundles were replaced has the old ones. Also how many those are.</summary>
    public static (IReadOnlyList<Fact> Facts, int Void) InForce(IReadOnlyList<Fact> facts, DataFolder folder, BundlePlaces places)
    {
        var elsewhere = new HashSet<long>(); // what was in these is in a bundle that is there, or is purged
        var inForce = new List<Fact>(facts.Count);
        for (var i = facts.Count - 1; i >= 0; i--)
        {
            if (facts[i].Replaced is { } replaced)
            {
                var isThere = replaced.Sha256 is null || elsewhere.Contains(replaced.Into) || places.IsWarm(replaced.Into) || IsThere(folder, replaced.Into);
                if (!isThere) continue;
                elsewhere.UnionWith(replaced.From.Select(from => from.BundleId));
            }
            inForce.Add(facts[i]);
        }
        inForce.Reverse();
        return (inForce, facts.Count - inForce.Count);
    }

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

    /// <summary>While the old bundles may be there, the new one must be whole.</summary>
    private static bool IsThere(DataFolder folder, long bundleId)
    {
        var path = File.Exists(folder.PathOf(bundleId)) ? folder.PathOf(bundleId) : folder.NewPathOf(bundleId);
        if (!File.Exists(path)) return false;
        if (!File.Exists(folder.OpenMarkOf(bundleId))) return true;
        using var file = Posix.OpenUnlocked(path);
        return SealedIndexCodec.TryRead(ByteSource.WholeFile(file)) is not null;
    }

    private static long HolderOf(long bundleId, Dictionary<long, long> into)
    {
        while (into.TryGetValue(bundleId, out var next)) bundleId = next;
        return bundleId;
    }
}
