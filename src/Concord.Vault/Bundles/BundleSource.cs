using Concord.Trust.Identity;
using Concord.Vault.Blobs;

namespace Concord.Vault.Bundles;

/// <summary>A sealed bundle that is to be copied: its file, what its index says, and what its own headers say.</summary>
internal sealed class BundleSource : IDisposable
{
    private readonly Dictionary<long, ScannedEntry> _scanned;
    private readonly Stream _stream;

    private BundleSource(SealedBundle bundle, Stream stream, ByteSource bytes, Dictionary<long, ScannedEntry> scanned) => (Bundle, _stream, Bytes, _scanned) = (bundle, stream, bytes, scanned);

    public SealedBundle Bundle { get; }

    /// <summary>The whole file; one reader.</summary>
    public ByteSource Bytes { get; }

    /// <summary>Opens a bundle and holds its headers to its index. Blocking.</summary>
    /// <exception cref="BundleDamagedException">They do not agree, or there is no index.</exception>
    public static BundleSource Open(BlobStores stores, long bundleId) =>
        Open(stores.TryOpenWhole(bundleId) ?? throw new BundleDamagedException(bundleId, "The bundle is not there."), bundleId);

    /// <summary>As above, wherever its file is.</summary>
    public static BundleSource Open(string path, long bundleId) => Open(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1), bundleId);

    private static BundleSource Open(Stream stream, long bundleId)
    {
        try
        {
            var file = new ByteSource.Streamed(stream);
            if (SealedIndexCodec.TryRead(file) is not { } bundle || bundle.BundleId != bundleId) throw new BundleDamagedException(bundleId, "The bundle has no index that checks.");
            var scan = BundleScan.Of(file, checkData: false);
            if (scan.Damaged.Count > 0 || scan.Entries.Count != bundle.Objects.Count) throw new BundleDamagedException(bundleId, "The bundle's entries are not those of its index.");
            var scanned = scan.Entries.ToDictionary(entry => entry.Header.Record!.ArrivalNumber);
            foreach (var known in bundle.Objects)
            {
                if (!scanned.TryGetValue(known.Entry.ArrivalNumber, out var entry) || entry.ToBundleEntry(bundleId) != known.Entry || entry.Header.Crc != known.Crc)
                    throw new BundleDamagedException(bundleId, "An entry of the bundle is not as its index says.");
            }
            return new(bundle, stream, file, scanned);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    public ScannedEntry Scanned(SealedEntry entry) => _scanned[entry.Entry.ArrivalNumber];

    /// <summary>Who brought an object; null when it is not in this bundle.</summary>
    public Origin? FindOrigin(long arrivalNumber) => _scanned.GetValueOrDefault(arrivalNumber)?.Header.Record!.Origin;

    public void Dispose() => _stream.Dispose();
}
