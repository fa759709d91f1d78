using Concord.Vault.Blobs;

namespace Concord.Vault.Bundles;

/// <summary>What all bundles of an archive share.</summary>
internal sealed record BundleSurroundings(
    DataFolder Folder, Disk Disk, DiskThreads Threads, NumberSequence Numbers, Tombstones Tombstones, MovedBundles Moved, BundleFiles Files, Originals Originals,
    IndexPort Index, TimeProvider Time)
{
    public ContentComparer Comparer { get; } = new(Files, Originals);

    /// <summary>False from a write or flush that failed until one that succeeded.</summary>
    public bool IsDiskHealthy { get; set; } = true;

    public SpooledObjects Spooled { get; } = new(Files);
}
