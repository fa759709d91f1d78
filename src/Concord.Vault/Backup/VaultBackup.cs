using Concord.Vault.Blobs;
using Concord.Vault.Lifecycle;
using Concord.Vault.Receive;

namespace Concord.Vault.Backup;

/// <summary>Backs a data folder up, whether a server runs on it or not.</summary>
public static class VaultBackup
{
    /// <summary>Makes the next restore point in the repository at <paramref name="target"/>, which is made when it is not there. Earlier ones are whole whatever becomes of it.</summary>
    /// <param name="tell">Each thing that is found wrong with the archive; the restore point is made all the same.</param>
    /// <exception cref="VaultException">The folder is no archive, the target no place for a backup, or one of them is being backed up.</exception>
    /// <exception cref="IOException">The target cannot be written, which is a <see cref="VaultException"/> when it is full; the next backup goes on where this one stopped.</exception>
    public static Task<BackupResult> Run(
        string folder, string target, TimeProvider time, Action<VerifyFinding> tell, IProgress<VaultProgress>? progress, CancellationToken cancel) =>
        Run(folder, target, new(), time, tell, progress, cancel);

    internal static async Task<BackupResult> Run(
        string folder, string target, Disk disk, TimeProvider time, Action<VerifyFinding> tell, IProgress<VaultProgress>? progress, CancellationToken cancel)
    {
        var data = DataFolder.Look(folder);
        if ((Path.GetFullPath(target) + "/").StartsWith(data.Root.TrimEnd('/') + "/", StringComparison.Ordinal)) throw new VaultException("A backup within the data folder is none.");
        try
        {
            using var repository = await Task.Run(() => BackupRepository.OpenToWrite(target, disk), cancel);
            return await Task.Run(() => new BackupRun(data, repository, time, tell, progress).Run(cancel), cancel);
        }
        catch (IOException error) when (Disk.IsFull(error))
        {
            throw new VaultException($"{target} is full: this backup is not there, earlier ones are whole; with more room the next one goes on where it stopped.", error);
        }
    }
}
