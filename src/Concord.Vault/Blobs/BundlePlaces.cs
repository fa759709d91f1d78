namespace Concord.Vault.Blobs;

/// <summary>Which bundles lie in the warm store, as the facts say: a bit a bundle, for ids are given without gaps. Any number of threads.</summary>
internal sealed class BundlePlaces
{
    private const int BitsPerPage = 1 << 16;
    private readonly Lock _lock = new();
    private readonly Dictionary<long, ulong[]> _pages = [];
    private long _warm;

    /// <summary>Bundles in the warm store.</summary>
    public long WarmCount => Interlocked.Read(ref _warm);

    /// <summary>The highest number of any bundle that was ever moved.</summary>
    public long Highest { get; private set; }

    public bool IsWarm(long bundleId)
    {
        if (WarmCount == 0) return false;
        var bit = (int)(bundleId % BitsPerPage);
        lock (_lock) return _pages.TryGetValue(bundleId / BitsPerPage, out var page) && (page[bit >> 6] & (1UL << bit)) != 0;
    }

    /// <summary>The bundles in the warm store, lowest first.</summary>
    public IReadOnlyList<long> List()
    {
        lock (_lock)
            return [.. from page in _pages.OrderBy(page => page.Key) from bit in Enumerable.Range(0, BitsPerPage)
                where (page.Value[bit >> 6] & (1UL << bit)) != 0 select (page.Key * BitsPerPage) + bit];
    }

    public void Set(long bundleId, bool isWarm)
    {
        var bit = (int)(bundleId % BitsPerPage);
        lock (_lock)
        {
            Highest = Math.Max(Highest, bundleId);
            if (!_pages.TryGetValue(bundleId / BitsPerPage, out var page))
            {
                if (!isWarm) return;
                _pages.Add(bundleId / BitsPerPage, page = new ulong[BitsPerPage >> 6]);
            }
            var was = (page[bit >> 6] & (1UL << bit)) != 0;
            if (was == isWarm) return;
            page[bit >> 6] ^= 1UL << bit;
            Interlocked.Add(ref _warm, isWarm ? 1 : -1);
        }
    }
}
