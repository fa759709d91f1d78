using Concord.Vault.Blobs;
using Microsoft.Win32.SafeHandles;

namespace Concord.Vault.Bundles;

/// <summary>A sealed bundle that is to be copied: its file, what its index says, and what its own headers say.</summary>
internal sealed class BundleSource : IDisposable
{
    private readonly Dictionary<long, ScannedEntry> _scanned;

    private BundleSource(SealedBundle bundle, SafeFileHandle file, Dictionary<long, ScannedEntry> scanned) => (Bundle, File, _scanned) = (bundle, file, scanned);

    public SealedBundle Bundle { get; }

    public SafeFileHandle File { get; }

    /// <summary>Opens a bundle and holds its headers to its index. Blocking.</summary>
    /// <exception cref="BundleDamagedException">They do not agree, or there is no index.</exception>
    public static BundleSource Open(DataFolder folder, long bundleId) => Open(folder.PathOf(bundleId), bundleId);

    /// <summary>As above, wherever its file is.</summary>
    public static BundleSource Open(string path, long bundleId)
    {
        var file = Posix.OpenUnlocked(path);
        try
        {
            if (SealedIndexCodec.TryRead(file) is not { } bundle || bundle.BundleId != bundleId) throw new BundleDamagedException(bundleId, "The bundle has no index that checks.");
            var scan = BundleScan.Of(file, checkData: false);
            if (scan.Damaged.Count > 0 || scan.Entries.Count != bundle.Objects.Count) throw new BundleDamagedException(bundleId, "The bundle's entries are not those of its index.");
            var scanned = scan.Entries.ToDictionary(entry => entry.Header.Record!.ArrivalNumber);
            foreach (var known in bundle.Objects)
            {
                if (!scanned.TryGetValue(known.Entry.ArrivalNumber, out var entry) || entry.ToBundleEntry(bundleId) != known.Entry || entry.Header.Crc != known.Crc)
                    throw new BundleDamagedException(bundleId, "An entry of the bundle is not as its index says.");
            }
            return new(bundle, file, scanned);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public ScannedEntry Scanned(SealedEntry entry) => _scanned[entry.Entry.ArrivalNumber];

    public void Dispose() => File.Dispose();
}
