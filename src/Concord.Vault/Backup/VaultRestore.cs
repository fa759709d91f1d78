using Concord.Vault.Blobs;
using Concord.Vault.Integrity;
using Concord.Vault.Lifecycle;
using Concord.Vault.Receive;
using Microsoft.Extensions.Logging;

namespace Concord.Vault.Backup;

/// <summary>Makes a data folder of a restore point.</summary>
public static class VaultRestore
{
    /// <summary>Restores into a folder that is empty or not there, then makes the index.</summary>
    /// <param name="options">Its folder is the one to make.</param>
    /// <param name="at">Number of the restore point; null for the newest one.</param>
    /// <param name="tell">Each thing that is not what was backed up; what is whole is restored all the same.</param>
    /// <exception cref="VaultException">There is no such restore point, it is damaged, of a newer version, or the folder is not empty.</exception>
    /// <exception cref="IOException">The folder cannot be written; it is no archive then.</exception>
    public static Task<RestoreResult> Run(
        string target, VaultOptions options, long? at, TimeProvider time, ILoggerFactory logs, Action<VerifyFinding> tell, IProgress<VaultProgress>? progress, CancellationToken cancel) =>
        Run(target, options, at, new(), time, logs, tell, progress, cancel);

    internal static async Task<RestoreResult> Run(
        string target, VaultOptions options, long? at, Disk disk, TimeProvider time, ILoggerFactory logs, Action<VerifyFinding> tell, IProgress<VaultProgress>? progress, CancellationToken cancel)
    {
        using var repository = BackupRepository.OpenToRead(target);
        var point = PointOf(repository, at);
        var folder = DataFolder.ToBe(options.Folder);
        if (Directory.Exists(folder.Root) && Directory.EnumerateFileSystemEntries(folder.Root).Any(path => Path.GetFileName(path) != "lost+found"))
            throw new VaultException($"{folder.Root} is not empty.");
        var run = new RestoreRun(repository, point, folder, disk, tell, progress);
        await Task.Run(() => run.Write(cancel), cancel);
        await new PurgedRestore(repository, folder, disk, options.MaxHeadBytes, time).Run(run.Purged, run.LastBundleId, point.End.Highest!.Value, cancel);
        await Task.Run(run.Finish, cancel);
        var indexed = await VaultReindexer.Reindex(options, time, logs, progress: null, cancel);
        await Note(options.Folder, run.Damaged, disk, time);
        return new(point.Number, point.Head.At!.Value, run.Sum, indexed);
    }

    private static RestorePoint PointOf(BackupRepository repository, long? at)
    {
        var points = repository.ListPoints();
        if (points.Count == 0) throw new VaultException($"{repository.Root} has no restore point.");
        var number = at ?? points[^1];
        if (!points.Contains(number)) throw new VaultException($"{repository.Root} has no restore point {number}; it has {points[0]} to {points[^1]}.");
        var point = RestorePoint.TryRead(repository, number) ?? throw new VaultException($"Restore point {number} is damaged.");
        return DataFolder.IsKnownLayout(point.Head.Layout!) ? point : throw new VaultException($"Restore point {number} was made by a newer version of Concord.");
    }

    /// <summary>Damaged bundles become findings of the archive: scrubbing looks for their right bytes again, and an index made of the wrong ones hides nothing.</summary>
    private static async Task Note(string path, IReadOnlyList<BackupLine> damaged, Disk disk, TimeProvider time)
    {
        if (damaged.Count == 0) return;
        using var folder = DataFolder.Open(path, mustExist: true, disk);
        using var threads = new DiskThreads(1);
        using var findings = FindingsJournal.Open(folder, disk, threads);
        foreach (var line in damaged.Take(FindingsJournal.MaxOpen))
            await findings.Report(line.BundleId!.Value, BundleFault.Mismatch, line.Sha256!, line.Length!.Value, time.GetUtcNow());
    }
}
