using System.Collections.Concurrent;

namespace Concord.Vault.Sites;

/// <summary>What each site keeps, as of the last index commit. One writer, the index's; any number of readers, none of which waits.</summary>
internal sealed class SiteUsage
{
    private readonly ConcurrentDictionary<string, Counter> _sites = new(StringComparer.Ordinal);

    /// <summary>Called on the writer's thread after a commit that changed something.</summary>
    public Action? Changed { get; set; }

    /// <summary>Sites of which something is or was kept.</summary>
    public IReadOnlyList<string> Sites => [.. _sites.Keys.Order(StringComparer.Ordinal)];

    public SiteFigures Of(string site) => _sites.TryGetValue(site, out var counter) ? counter.Read() : default;

    public void Add(IReadOnlyDictionary<string, SiteFigures> changes)
    {
        if (changes.Count == 0) return;
        foreach (var (site, change) in changes) _sites.GetOrAdd(site, _ => new()).Add(change);
        Changed?.Invoke();
    }

    private sealed class Counter
    {
        private long _bytes;
        private long _objects;
        private long _studies;
        private long _instances;

        public void Add(SiteFigures change)
        {
            Interlocked.Add(ref _bytes, change.Bytes);
            Interlocked.Add(ref _objects, change.Objects);
            Interlocked.Add(ref _studies, change.Studies);
            Interlocked.Add(ref _instances, change.Instances);
        }

        public SiteFigures Read() => new(Interlocked.Read(ref _bytes), Interlocked.Read(ref _objects), Interlocked.Read(ref _studies), Interlocked.Read(ref _instances));
    }
}
