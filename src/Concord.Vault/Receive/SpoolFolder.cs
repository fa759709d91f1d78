using Concord.Vault.Blobs;

namespace Concord.Vault.Receive;

/// <summary>Makes spool files; one for the archive.</summary>
internal sealed class SpoolFolder(DataFolder folder, Disk disk, DiskThreads threads)
{
    private long _lastNumber = folder.ListSpool().DefaultIfEmpty().Max();

    public DiskThreads Threads => threads;

    /// <summary>A new file. Blocking.</summary>
    public SpoolFile Create() => SpoolFile.Create(folder, disk, Interlocked.Increment(ref _lastNumber));
}
