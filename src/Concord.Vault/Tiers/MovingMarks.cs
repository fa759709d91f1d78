using Concord.Vault.Blobs;

namespace Concord.Vault.Tiers;

/// <summary>Which bundles are being moved: an empty file each in <c>moving</c>, durable before anything of them is copied, gone when nothing is left to be done. Blocking.</summary>
internal sealed class MovingMarks(DataFolder folder, Disk disk)
{
    public void Set(long bundleId)
    {
        disk.OpenOrCreate(PathOf(bundleId)).Dispose();
        disk.SyncFolder(folder.Moving);
    }

    /// <summary>A mark that comes back after a crash is looked at again, which does no harm.</summary>
    public void Remove(long bundleId) => disk.Delete(PathOf(bundleId));

    public IReadOnlyList<long> List() => [.. BundlePath.Numbers(Directory.EnumerateFiles(folder.Moving)).Order()];

    private string PathOf(long bundleId) => Path.Combine(folder.Moving, BundlePath.Name(bundleId));
}
