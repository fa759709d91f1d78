using Concord.Vault.Blobs;
using Concord.Vault.Bundles;

namespace Concord.Vault.Lifecycle;

/// <summary>Brings a bundle that was being written in order: whole objects stay, in order; anything else is set aside, never thrown away. Blocking.</summary>
internal static class BundleRecovery
{
    /// <summary>The file, ready to be appended to, with what is in it; durable on return.</summary>
    public static (DiskFile File, IReadOnlyList<ScannedEntry> Entries, long End) Recover(DataFolder folder, Disk disk, long bundleId, IReadOnlySet<long> spooled)
    {
        var path = folder.PathOf(bundleId);
        var file = disk.OpenExisting(path);
        var scan = BundleScan.Of(file.Handle, checkData: true);
        var isStillSpooled = scan.PlaceholderOf is { } number && spooled.Contains(number);
        foreach (var range in scan.Damaged)
            if (!(isStillSpooled && range == scan.Damaged[^1])) AsideBytes.Keep(folder, disk, $"bundle-{bundleId}-{range.Offset}", file.Handle, range.Offset, range.Length);
        var end = scan.Entries.Count == 0 ? 0 : scan.Entries[^1].End;
        var isContiguous = scan.Damaged.All(range => range.Offset >= end);
        if (!isContiguous) return Rewrite(folder, disk, bundleId, file, scan.Entries);
        if (file.Length > end) file.Truncate(end);
        file.SyncData();
        return (file, scan.Entries, end);
    }

    /// <summary>Copies whole objects to a new file that then takes the bundle's name.</summary>
    public static (DiskFile File, IReadOnlyList<ScannedEntry> Entries, long End) Rewrite(
        DataFolder folder, Disk disk, long bundleId, DiskFile old, IReadOnlyList<ScannedEntry> entries)
    {
        var path = folder.PathOf(bundleId);
        var next = path + ".new";
        if (File.Exists(next)) disk.Delete(next); // an earlier try of this run
        using (var copy = disk.Create(next))
        {
            long end = 0;
            var block = new byte[1 << 20];
            foreach (var entry in entries) end = Copy(old, entry, copy, end, block);
            copy.SyncData();
        }
        old.Dispose();
        disk.Rename(next, path);
        disk.SyncFolder(Path.GetDirectoryName(path)!);
        var file = disk.OpenExisting(path);
        return (file, BundleScan.Of(file.Handle, checkData: false).Entries, file.Length);
    }

    private static long Copy(DiskFile from, ScannedEntry entry, DiskFile to, long end, byte[] block)
    {
        for (var at = entry.Offset; at < entry.End;)
        {
            var read = from.Read(block.AsSpan(0, (int)Math.Min(block.Length, entry.End - at)), at);
            if (read == 0) throw new EndOfStreamException("A bundle file is shorter than its entries say.");
            to.Write(block.AsSpan(0, read), end);
            at += read;
            end += read;
        }
        return end;
    }
}
