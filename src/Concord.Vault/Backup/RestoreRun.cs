using System.Globalization;
using Concord.Vault.Blobs;
using Concord.Vault.Lifecycle;

namespace Concord.Vault.Backup;

/// <summary>Writes a restore point into an empty folder; every byte is held against the hash that it is known by. Blocking.</summary>
/// <remarks>Until all is there the file <c>restoring</c> says that the folder is no archive.</remarks>
internal sealed class RestoreRun(BackupRepository repository, RestorePoint point, DataFolder folder, Disk disk, Action<VerifyFinding> tell, IProgress<VaultProgress>? progress)
{
    private const int ForOthers = 0x3F; // 0077
    private const int OwnerOnly = 0x1C0; // 0700
    private readonly VerifiedCopy _copy = new(repository);
    private readonly List<BackupLine> _damaged = [];
    private readonly List<(BackupLine Bundle, PurgedLine Purged)> _purged = [];
    private VaultProgress _sum;

    /// <summary>Sealed bundles whose bytes are not those that were backed up; they lie in the folder as they are.</summary>
    public IReadOnlyList<BackupLine> Damaged => _damaged;

    /// <summary>What was written.</summary>
    public VaultProgress Sum => _sum;

    /// <summary>Sealed bundles of which something was purged since, each with what is left of it: still to be restored.</summary>
    public IReadOnlyList<(BackupLine Bundle, PurgedLine Purged)> Purged => _purged;

    /// <summary>The highest number of a bundle that was named.</summary>
    public long LastBundleId { get; private set; }

    /// <summary>Writes everything but what makes the folder an archive.</summary>
    public void Write(CancellationToken cancel)
    {
        Directory.CreateDirectory(folder.Root);
        using (var mark = disk.Create(folder.Restoring))
        {
            mark.Write(System.Text.Encoding.ASCII.GetBytes(point.Number.ToString(CultureInfo.InvariantCulture) + "\n"), 0);
            mark.SyncData();
        }
        disk.SyncFolder(folder.Root);
        foreach (var part in new[] { folder.Bundles, folder.OpenMarks, folder.Spool, folder.Aside }) disk.CreateFolder(part);
        foreach (var list in point.Lists) RestoreList(list, cancel);
        foreach (var file in point.Files) RestoreFile(file, cancel);
    }

    /// <summary>The folder is an archive on return, but for its index; durable.</summary>
    public void Finish()
    {
        disk.SyncFolder(folder.OpenMarks);
        disk.SyncFolder(folder.Spool);
        folder.WriteLayout(point.Head.Layout!, disk);
        disk.Delete(folder.Restoring);
        disk.SyncFolder(folder.Root);
    }

    private void RestoreList(BackupLine list, CancellationToken cancel)
    {
        if (RestorePoint.TryReadList(repository, list.Sha256!) is not { } bundles)
        {
            tell(new(null, null, $"the backup's list of {list.Path} is damaged or missing: {list.Bundles} bundles are not restored"));
            return;
        }
        string? parent = null;
        foreach (var line in bundles)
        {
            parent = Path.GetDirectoryName(folder.PathOf(line.BundleId!.Value))!;
            disk.CreateFolder(parent);
            RestoreBundle(line, cancel);
        }
        if (parent is not null) disk.SyncFolder(parent);
    }

    private void RestoreBundle(BackupLine line, CancellationToken cancel)
    {
        var id = line.BundleId!.Value;
        LastBundleId = Math.Max(LastBundleId, id);
        if (repository.Purged.Find(line.Sha256!) is { } gone)
        {
            if (line.Kind == BackupLine.SealedKind) _purged.Add((line, gone));
            if (line.Kind == BackupLine.SealedKind || gone.Now is null) return;
            line = line with { Sha256 = gone.Now, Length = gone.Length };
        }
        if (!File.Exists(repository.ObjectPath(line.Sha256!)))
        {
            tell(new(id, null, "the bundle is missing from the backup and is not restored"));
            return;
        }
        if (line.Kind == BackupLine.OpenKind) disk.OpenOrCreate(folder.OpenMarkOf(id)).Dispose();
        var isRight = Write(folder.PathOf(id), [line.Sha256!], line, cancel);
        if (!isRight) tell(new(id, null, "the bundle's bytes are not those that were backed up; it is restored as it lies"));
        if (!isRight && line.Kind == BackupLine.SealedKind) _damaged.Add(line);
        _sum = new(_sum.Bundles + 1, _sum.Entries + line.Entries!.Value, _sum.Bytes + line.Length!.Value);
        progress?.Report(_sum);
    }

    private void RestoreFile(BackupLine line, CancellationToken cancel)
    {
        if (!IsWithin(line.Path!))
        {
            tell(new(null, null, "the backup names a file outside the data folder; it is not restored"));
            return;
        }
        if (line.Pieces!.Any(piece => repository.Purged.Find(piece) is not null)) return; // a spooled object that was purged
        var path = Path.Combine(folder.Root, line.Path!);
        var parent = Path.GetDirectoryName(path)!;
        MakeFolders(parent, line.Mode);
        if (!Write(path, line.Pieces!, line, cancel)) tell(new(null, null, $"{line.Path} is not what was backed up"));
        disk.SyncFolder(parent);
    }

    /// <summary>False when it is not what was backed up.</summary>
    private bool Write(string path, IReadOnlyList<string> pieces, BackupLine line, CancellationToken cancel)
    {
        var isRight = true;
        using (var file = disk.Create(path))
        {
            if (line.Mode is { } mode) Posix.SetMode(file.Handle, mode);
            long end = 0;
            foreach (var piece in pieces)
            {
                var (length, isPieceRight) = _copy.To(file, end, piece, cancel);
                isRight &= isPieceRight;
                end += length;
            }
            isRight &= end == line.Length;
            file.SyncData();
        }
        if (line.Written is { } ticks) File.SetLastWriteTimeUtc(path, new(ticks, DateTimeKind.Utc));
        return isRight;
    }

    private void MakeFolders(string path, int? mode)
    {
        if (Directory.Exists(path)) return;
        MakeFolders(Path.GetDirectoryName(path)!, mode);
        disk.CreateFolder(path);
        if (mode is not { } bits || (bits & ForOthers) != 0) return;
        using var opened = Posix.OpenFolder(path);
        Posix.SetMode(opened, OwnerOnly); // what only its owner may read lies where only its owner may look
    }

    private static bool IsWithin(string path) => !Path.IsPathRooted(path) && !path.Split('/').Any(part => part is "" or "." or "..") && path.Split('/')[0] is not ("bundles" or "open" or "index");
}
