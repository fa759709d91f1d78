namespace Concord.Vault.Blobs;

/// <summary>Which bundles were read since they were last taken from here: what rules by last use go by. Any number of threads; bounded, what finds no place is not noted.</summary>
internal sealed class BundleTouches
{
    private const int MaxBundles = 100_000;
    private readonly Lock _lock = new();
    private HashSet<long> _touched = [];
    private long _last = long.MinValue;

    public void Note(long bundleId)
    {
        if (Interlocked.Read(ref _last) == bundleId) return; // image after image of one series
        lock (_lock)
            if (_touched.Count < MaxBundles) _touched.Add(bundleId);
        Interlocked.Exchange(ref _last, bundleId);
    }

    public IReadOnlyCollection<long> Take()
    {
        lock (_lock)
        {
            var taken = _touched;
            _touched = [];
            Interlocked.Exchange(ref _last, long.MinValue);
            return taken;
        }
    }
}
