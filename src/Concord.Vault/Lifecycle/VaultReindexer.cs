using Concord.Vault.Blobs;
using Concord.Vault.Bundles;
using Concord.Vault.Compression;
using Concord.Vault.ExtendedTags;
using Concord.Vault.Index;
using Concord.Vault.Receive;
using Concord.Vault.Sites;
using Microsoft.Extensions.Logging;

namespace Concord.Vault.Lifecycle;

/// <summary>Builds the index anew from bundles and facts.</summary>
public static class VaultReindexer
{
    /// <summary>Under the folder's lock: deletes the index, reads all bundles and facts, and hands everything to a new index. Returns what was read.</summary>
    /// <exception cref="VaultException">The folder is locked by another process, is none, or is of a newer version.</exception>
    public static Task<VaultProgress> Reindex(
        VaultOptions options, TimeProvider time, ILoggerFactory logs, IProgress<VaultProgress>? progress, CancellationToken cancel) =>
        Reindex(options, new Disk(), time, logs, progress, cancel);

    internal static async Task<VaultProgress> Reindex(
        VaultOptions options, Disk disk, TimeProvider time, ILoggerFactory logs, IProgress<VaultProgress>? progress, CancellationToken cancel)
    {
        using var folder = DataFolder.Open(options.Folder, mustExist: true, disk);
        IndexRebuild.Begin(folder, disk);
        if (Directory.Exists(folder.Index)) Directory.Delete(folder.Index, recursive: true);
        var issuers = SourceIssuers.Parse(options.DefaultIssuers.Count > 0 ? options.DefaultIssuers : SourceIssuers.Recall(folder.Root));
        var sites = new SourceSites(options.Sites.Count > 0 ? options.Sites : SourceSites.Recall(folder));
        using var extended = VaultExtendedTags.Open(folder, disk, logs.CreateLogger(nameof(VaultReindexer))); // their values are filled on the way
        await using var index = await VaultIndex.Open(folder.Index, issuers, sites, extended.Source, time, logs, cancel);
        using var store = await BundleStore.Start(folder, disk, InstanceVault.PortOf(index), 0, NoCompressor.Instance, options, time, logs.CreateLogger(nameof(VaultReindexer)), cancel);
        return await new IndexRebuild(store, options.MaxHeadBytes).Run(progress, cancel);
    }
}
