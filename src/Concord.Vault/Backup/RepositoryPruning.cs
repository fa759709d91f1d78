using Concord.Vault.Blobs;
using Concord.Vault.Receive;

namespace Concord.Vault.Backup;

/// <summary>Lets old restore points go, and then what none of the others names. Killed at any step, the points that are to stay are whole. Blocking.</summary>
internal sealed class RepositoryPruning(BackupRepository repository)
{
    /// <summary>Keeps the newest points. Returns how many points and how many bytes went.</summary>
    /// <exception cref="VaultException">One of those to be kept is damaged: what it names is not known, so nothing is deleted.</exception>
    public (int Points, long Bytes) Run(int keep, CancellationToken cancel)
    {
        var points = repository.ListPoints();
        var kept = points.TakeLast(keep).ToList();
        var named = Named(kept, cancel);
        var gone = points.SkipLast(keep).ToList();
        foreach (var number in gone) repository.Disk.Delete(repository.PointPath(number));
        if (gone.Count > 0) repository.Disk.SyncFolder(repository.Points);
        return (gone.Count, Sweep(named, cancel));
    }

    /// <summary>Deletes what no restore point names. Returns how many bytes that were.</summary>
    /// <exception cref="VaultException">One of them is damaged: what it names is not known, so nothing is deleted.</exception>
    public long Sweep(CancellationToken cancel) => Sweep(Named(repository.ListPoints(), cancel), cancel);

    private ObjectSet Named(IReadOnlyList<long> points, CancellationToken cancel)
    {
        var named = new ObjectSet();
        foreach (var number in points)
        {
            var point = RestorePoint.TryRead(repository, number) ?? throw new VaultException($"Restore point {number} is damaged, nothing is pruned; delete {repository.PointPath(number)} to give it up.");
            foreach (var piece in point.Files.SelectMany(file => file.Pieces!)) named.Add(piece);
            foreach (var list in point.Lists)
            {
                cancel.ThrowIfCancellationRequested();
                if (!named.Add(list.Sha256!)) continue;
                var bundles = RestorePoint.TryReadList(repository, list.Sha256!) ?? throw new VaultException($"The list of {list.Path} of restore point {number} is damaged, nothing is pruned.");
                foreach (var line in bundles) named.Add(repository.Purged.Now(line.Sha256!) ?? line.Sha256!);
            }
        }
        foreach (var notes in Directory.EnumerateFiles(repository.Progress))
        {
            using var file = Posix.OpenUnlocked(notes);
            foreach (var line in RestorePoint.ReadLines(file)) named.Add(line.Sha256!);
        }
        return named;
    }

    private long Sweep(ObjectSet named, CancellationToken cancel)
    {
        long bytes = 0;
        foreach (var path in Directory.EnumerateDirectories(repository.Objects).SelectMany(Directory.EnumerateFiles))
        {
            cancel.ThrowIfCancellationRequested();
            var name = Path.GetFileName(path);
            if (name.Length == BackupRepository.NameLength && named.Contains(name)) continue;
            bytes += new FileInfo(path).Length;
            repository.Disk.Delete(path);
        }
        return bytes;
    }
}
