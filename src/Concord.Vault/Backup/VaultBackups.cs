using Concord.Vault.Blobs;
using Concord.Vault.Lifecycle;
using Concord.Vault.Receive;

namespace Concord.Vault.Backup;

/// <summary>A repository of backups: what is in it, whether it is whole, and letting old restore points go.</summary>
public static class VaultBackups
{
    /// <summary>Whether a folder is such a repository, and no data folder.</summary>
    public static bool Is(string target) => BackupRepository.IsRepository(target);

    /// <summary>All restore points, oldest first.</summary>
    /// <exception cref="VaultException">It is no repository, of a newer version, or being written.</exception>
    public static IReadOnlyList<BackupPoint> List(string target)
    {
        using var repository = BackupRepository.OpenToRead(target);
        return [.. repository.ListPoints().Select(number => RestorePoint.TryRead(repository, number) is { } point
            ? new BackupPoint(number, point.Head.At, point.End.Bundles!.Value, point.End.Entries!.Value, point.End.Length!.Value, true)
            : new BackupPoint(number, null, 0, 0, 0, false))];
    }

    /// <summary>Reads everything that the restore points name and compares its SHA-256. Returns what is right.</summary>
    /// <param name="point">One restore point; null for all.</param>
    /// <param name="setAside">Objects that are not right lose their name: the next backup writes them anew where the archive still has them.</param>
    /// <exception cref="VaultException">It is no repository, of a newer version, or in use.</exception>
    public static Task<VaultProgress> Check(string target, long? point, bool setAside, Action<VerifyFinding> tell, IProgress<VaultProgress>? progress, CancellationToken cancel) => Task.Run(() =>
    {
        using var repository = setAside ? BackupRepository.OpenToWrite(target, new()) : BackupRepository.OpenToRead(target);
        return new RepositoryCheck(repository, setAside, tell, progress).Run(point is { } one ? [one] : repository.ListPoints(), cancel);
    }, cancel);

    /// <summary>Keeps the newest restore points, and deletes what only others named. Returns how many went, and the bytes of it.</summary>
    /// <exception cref="VaultException">It is no repository, in use, or one that is to be kept is damaged: nothing is deleted then.</exception>
    public static Task<(int Points, long Bytes)> Prune(string target, int keep, CancellationToken cancel) => Prune(target, keep, new(), cancel);

    internal static Task<(int Points, long Bytes)> Prune(string target, int keep, Disk disk, CancellationToken cancel) => Task.Run(() =>
    {
        using var repository = BackupRepository.OpenToWrite(target, disk);
        return new RepositoryPruning(repository).Run(keep, cancel);
    }, cancel);
}
