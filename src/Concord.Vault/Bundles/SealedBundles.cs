using Concord.Vault.Blobs;

namespace Concord.Vault.Bundles;

/// <summary>Indexes of sealed bundles, the most recently used kept. Any number of threads; loading blocks for one small read.</summary>
internal sealed class SealedBundles(BlobStores stores)
{
    private const int MaxBundles = 512;
    private const int MaxObjects = 200_000;
    private readonly Lock _lock = new();
    private readonly Dictionary<long, LinkedListNode<SealedBundle>> _byId = [];
    private readonly LinkedList<SealedBundle> _byUse = [];
    private int _objects;

    /// <summary>A sealed bundle; null when it is not there, not sealed or damaged.</summary>
    /// <exception cref="StoreAwayException">The store that it lies in is away.</exception>
    public SealedBundle? Load(long bundleId)
    {
        lock (_lock)
        {
            if (_byId.TryGetValue(bundleId, out var node))
            {
                _byUse.Remove(node);
                _byUse.AddLast(node);
                return node.Value;
            }
        }
        using var stream = stores.TryOpenWhole(bundleId);
        var bundle = stream is null ? null : SealedIndexCodec.TryRead(new ByteSource.Streamed(stream));
        if (bundle is not null && bundle.BundleId == bundleId) Keep(bundle);
        return bundle?.BundleId == bundleId ? bundle : null;
    }

    /// <summary>The file is another now, or gone.</summary>
    public void Forget(long bundleId)
    {
        lock (_lock)
        {
            if (!_byId.Remove(bundleId, out var node)) return;
            _byUse.Remove(node);
            _objects -= node.Value.Objects.Count;
        }
    }

    private void Keep(SealedBundle bundle)
    {
        lock (_lock)
        {
            if (_byId.ContainsKey(bundle.BundleId)) return;
            _byId.Add(bundle.BundleId, _byUse.AddLast(bundle));
            _objects += bundle.Objects.Count;
            while (_byId.Count > 1 && (_byId.Count > MaxBundles || _objects > MaxObjects))
            {
                var oldest = _byUse.First!.Value;
                _byUse.RemoveFirst();
                _byId.Remove(oldest.BundleId);
                _objects -= oldest.Objects.Count;
            }
        }
    }
}
