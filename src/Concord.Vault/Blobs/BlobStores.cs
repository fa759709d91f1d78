using Concord.Vault.Receive;
using Concord.Vault.Tiers;

namespace Concord.Vault.Blobs;

/// <summary>The stores of an archive: the data folder itself (hot), and where they are set the warm one and the replica. Any number of threads.</summary>
internal sealed class BlobStores : IDisposable
{
    public const string HotName = "hot", WarmName = "warm", ReplicaName = "replica";

    /// <summary>Open read handles that are kept.</summary>
    private const int MaxHandles = 256;

    private BlobStores(FileBlobs hot, HandleCache handles, BundlePlaces places) => (Hot, Handles, Places) = (hot, handles, places);

    public HandleCache Handles { get; }

    public FileBlobs Hot { get; }

    /// <summary>Where bundles go that are seldom asked for; null when there is none.</summary>
    public IBlobStore? Warm { get; private init; }

    /// <summary>A second copy of every sealed bundle; null when there is none.</summary>
    public IBlobStore? Replica { get; private init; }

    /// <summary>The replica's own id: another store begins at the beginning.</summary>
    public string ReplicaId { get; private init; } = "";

    public BundlePlaces Places { get; }

    /// <summary>Copies of warm bundles that were read lately; null when there is no warm store, or no cache.</summary>
    public BundleCache? Cache { get; private init; }

    /// <summary>Which bundles were read lately.</summary>
    public BundleTouches Touches { get; } = new();

    /// <summary>Opens what the settings name, and the warm store that the archive remembers while anything lies in it.</summary>
    /// <exception cref="VaultException">A folder lies in another, or is none of this archive's.</exception>
    public static BlobStores Open(DataFolder folder, Disk disk, DiskThreads threads, BundlePlaces places, VaultOptions options)
    {
        var handles = new HandleCache(MaxHandles);
        var hot = new FileBlobs(HotName, folder.Root, disk, threads, handles);
        var isWarmInUse = places.WarmCount > 0;
        if (options.ReplicaFolder.Length == 0 && options.WarmFolder.Length == 0 && !isWarmInUse) return new(hot, handles, places);
        var register = StoreRegister.Open(folder, disk);
        var warm = options.WarmFolder.Length > 0 ? options.WarmFolder : isWarmInUse ? register.Find(WarmName)?.Root ?? "" : "";
        CheckApart(folder.Root, warm, options.ReplicaFolder);
        var warmStore = OpenFolder(WarmName, warm, isWarmInUse);
        return new(hot, handles, places)
        {
            Warm = warmStore,
            Cache = warmStore is not null && options.CacheBytes > 0 ? new(folder, disk, threads, handles, warmStore, places, options.CacheBytes) : null,
            Replica = OpenFolder(ReplicaName, options.ReplicaFolder, isInUse: false),
            ReplicaId = register.Find(ReplicaName)?.Id ?? "",
        };

        FileBlobs? OpenFolder(string kind, string root, bool isInUse)
        {
            if (root.Length == 0) return null;
            root = Path.GetFullPath(root);
            var identity = new StoreIdentity(kind, root, register);
            identity.Enroll(disk, isInUse);
            return new(kind, root, disk, threads, handles, identity);
        }
    }

    /// <summary>Hot, and those of the others that there are.</summary>
    public IEnumerable<IBlobStore> All => new[] { Hot, Warm, Replica }.OfType<IBlobStore>();

    /// <summary>The store in which a bundle lies.</summary>
    public IBlobStore Of(long bundleId) => Warm is { } warm && Places.IsWarm(bundleId) ? warm : Hot;

    /// <summary>From the store that it lies in; when that does not give it, on opening or in the middle, from another: it moved just now, or the replica stands in until it is repaired.</summary>
    /// <exception cref="IOException">It cannot be opened, or the store that it lies in is away.</exception>
    public Stream OpenRead(long bundleId, long offset, long? length)
    {
        var store = Of(bundleId);
        if (Warm is not null) Touches.Note(bundleId);
        if (store == Warm && Cache?.TryOpen(bundleId, offset, length) is { } cached) return cached;
        try
        {
            var stream = store.OpenRead(bundleId, offset, length);
            return Warm is null && Replica is null ? stream : new StandInStream(stream, () => OpenElsewhere(store, bundleId, offset, length));
        }
        catch (IOException)
        {
            if (OpenElsewhere(store, bundleId, offset, length) is { } stream) return stream;
            throw;
        }
    }

    private Stream? OpenElsewhere(IBlobStore store, long bundleId, long offset, long? length) =>
        Others(store).Select(other => TryOpen(other, bundleId, offset, length)).FirstOrDefault(stream => stream is not null);

    /// <summary>The whole of a sealed bundle; null when it is nowhere.</summary>
    /// <exception cref="IOException">It cannot be opened, or the store that it lies in is away.</exception>
    public Stream? TryOpenWhole(long bundleId)
    {
        try
        {
            return OpenRead(bundleId, 0, null);
        }
        catch (IOException error) when (error.HResult is Posix.NoSuchFile or Posix.NotAFolder)
        {
            return null;
        }
    }

    /// <summary>The stores that still hold something of a bundle: what is purged is gone when there is none.</summary>
    /// <exception cref="StoreAwayException">A store cannot be asked.</exception>
    public async Task<IReadOnlyList<string>> FindCopies(long bundleId, CancellationToken cancel)
    {
        var found = new List<string>();
        foreach (var store in All)
            if (await store.Find(bundleId, cancel) is not null) found.Add(store.Name);
        return found;
    }

    /// <summary>Where else a bundle may be, the replica last.</summary>
    private IEnumerable<IBlobStore> Others(IBlobStore store) => All.Where(other => other != store);

    public void Dispose() => Handles.Dispose();

    private static Stream? TryOpen(IBlobStore store, long bundleId, long offset, long? length)
    {
        try
        {
            return store.OpenRead(bundleId, offset, length);
        }
        catch (IOException)
        {
            return null; // what is told is why the store in which it should lie does not give it
        }
    }

    private static void CheckApart(params string[] folders)
    {
        var roots = folders.Where(folder => folder.Length > 0).Select(folder => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar).ToList();
        for (var one = 0; one < roots.Count; one++)
            for (var other = 0; other < roots.Count; other++)
                if (one != other && roots[one].StartsWith(roots[other], StringComparison.Ordinal))
                    throw new VaultException($"The folders of data, warm store and replica must lie apart: {roots[one]} is in {roots[other]}.");
    }
}
