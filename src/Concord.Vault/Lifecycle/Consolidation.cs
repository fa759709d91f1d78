namespace Concord.Vault.Lifecycle;

/// <summary>Which bundles of a series are put together.</summary>
internal static class Consolidation
{
    /// <summary>The smallest ones, as many as there can be so that the largest of them holds no more than all others: each byte that is copied comes to lie in a bundle at
    /// least twice as large as the one it was in, so that a byte is copied no more often than a bundle can be doubled. None when they are fewer than <paramref name="least"/>.</summary>
    /// <param name="mostBytes">Neither a bundle that is taken nor what is made of all is larger.</param>
    public static IReadOnlyList<long> Choose(IEnumerable<(long BundleId, long Bytes)> bundles, int least, long mostBytes)
    {
        var rising = bundles.OrderBy(bundle => bundle.Bytes).ThenBy(bundle => bundle.BundleId).ToList();
        long sum = 0;
        var chosen = 0;
        for (var i = 0; i < rising.Count && sum + rising[i].Bytes <= mostBytes; i++)
        {
            if (i > 0 && rising[i].Bytes <= sum) chosen = i + 1;
            sum += rising[i].Bytes;
        }
        return chosen >= least ? [.. rising.Take(chosen).Select(bundle => bundle.BundleId)] : [];
    }
}
