using Concord.Vault.Receive;

namespace Concord.Vault.Blobs;

/// <summary>Where the bundles of an archive lie, in files, for who only reads and need not hold its lock. While a bundle is being moved the one in the data folder counts. Blocking.</summary>
internal sealed class BundleLocator
{
    private readonly DataFolder _folder;
    private readonly string? _warm;

    /// <exception cref="VaultException">The archive has a warm store, and it is away.</exception>
    public BundleLocator(DataFolder folder)
    {
        _folder = folder;
        if (!File.Exists(folder.Stores)) return;
        var register = StoreRegister.Open(folder, new Disk());
        if (register.Find(BlobStores.WarmName)?.Root is not { } root) return;
        if (new StoreIdentity(BlobStores.WarmName, root, register).FindTrouble() is { } trouble) throw new VaultException($"The warm store is away ({trouble}): {root}.");
        _warm = Path.Combine(root, "bundles");
    }

    /// <summary>Every bundle, lowest id first.</summary>
    public IEnumerable<long> ListBundles() => _warm is null ? _folder.ListBundles() : _folder.ListBundles().Union(BundlePath.List(_warm)).Order();

    public string PathOf(long bundleId)
    {
        var path = _folder.PathOf(bundleId);
        return _warm is null || File.Exists(path) ? path : BundlePath.Of(_warm, bundleId);
    }
}
