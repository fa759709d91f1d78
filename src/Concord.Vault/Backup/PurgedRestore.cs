using System.Text.Json;
using Concord.Vault.Blobs;
using Concord.Vault.Bundles;
using Concord.Vault.Lifecycle;

namespace Concord.Vault.Backup;

/// <summary>Restores what is left of sealed bundles that were purged after the restore point was made: as a bundle of its own, and a fact that says that it takes the old one's place.</summary>
internal sealed class PurgedRestore(BackupRepository repository, DataFolder folder, Disk disk, int maxHeadBytes, TimeProvider time)
{
    private const string Who = "concord restore";
    private const string Why = "purged after this restore point was made";

    /// <param name="lastBundleId">New numbers of bundles start above it.</param>
    /// <param name="lastNumber">Numbers of facts start above it.</param>
    public async Task Run(IReadOnlyList<(BackupLine Bundle, PurgedLine Purged)> bundles, long lastBundleId, long lastNumber, CancellationToken cancel)
    {
        if (bundles.Count == 0) return;
        lastBundleId = FactsLook.Read(folder).Replacing.Select(fact => fact.Replaced!.Into).Append(lastBundleId).Max();
        using var threads = new DiskThreads(1);
        using var facts = JournalFile.Open(folder, disk, folder.Facts);
        foreach (var (bundle, purged) in bundles)
        {
            var replaced = new ReplacedFact([new(bundle.BundleId!.Value, bundle.Sha256)], ++lastBundleId, purged.Study!, purged.Series!, null, 0, 0, 0, null, default, purged.Objects!);
            if (purged.Now is { } left) replaced = await Write(replaced, left, bundle.BundleId.Value, threads, cancel);
            facts.Append(JsonSerializer.SerializeToUtf8Bytes(new Fact(++lastNumber, Fact.PurgedKind, time.GetUtcNow(), Who, Why, Replaced: replaced), FactJson.Default.Fact));
        }
    }

    /// <summary>Every object is held against its own hash on the way.</summary>
    private async Task<ReplacedFact> Write(ReplacedFact replaced, string left, long bundleId, DiskThreads threads, CancellationToken cancel)
    {
        var path = folder.PathOf(replaced.Into);
        var parent = Path.GetDirectoryName(path)!;
        disk.CreateFolder(parent);
        using var source = BundleSource.Open(repository.ObjectPath(left), bundleId);
        using var file = disk.Create(path);
        var (bundle, sha256) = await new BundleCopier(threads, maxHeadBytes, null).Write(replaced.Into, file, [source], new HashSet<long>(), cancel);
        disk.SyncFolder(parent);
        return replaced.With(bundle, sha256, file.Length, [source]);
    }
}
