using System.Runtime.CompilerServices;
using Concord.Vault.Blobs;
using Concord.Vault.Bundles;
using Concord.Vault.Decisions;
using Concord.Vault.Index;
using Concord.Vault.Receive;
using Microsoft.Extensions.Logging;

namespace Concord.Vault.Lifecycle;

/// <summary>Checks every bundle of a data folder: structure, CRC of each entry, central directory, SHA-256 against the index, heads, metadata.</summary>
public static class VaultVerifier
{
    private const int BundlesPerPage = 4096;

    /// <summary>Walks the folder under its lock; no finding means all is well. Bundles are not changed.</summary>
    /// <exception cref="VaultException">The folder is locked by another process, is none, or is of a newer version.</exception>
    public static async IAsyncEnumerable<VerifyFinding> Verify(
        VaultOptions options, TimeProvider time, ILoggerFactory logs, IProgress<VaultProgress>? progress, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var folder = DataFolder.Open(options.Folder, mustExist: true, new Disk());
        await using var index = await VaultIndex.Open(folder.Index, time, logs, cancel);
        var known = new Dictionary<long, BundleRow>();
        await foreach (var row in index.ListBundles(cancel)) known.Add(row.BundleId, row);
        var facts = ReadFacts(folder, out var damagedFacts);
        var tombstones = new Tombstones();
        FactsReplay.Tell(facts, new DecisionState(tombstones));
        var places = FactsReplay.PlacesOf(facts);
        using var threads = new DiskThreads(1);
        using var stores = BlobStores.Open(folder, new Disk(), threads, places, options with { ReplicaFolder = "", CacheBytes = 0 });
        if (damagedFacts > 0) yield return new(null, null, $"{damagedFacts} lines of the facts log do not check");
        var spooled = CountSpooled(folder);
        var sum = new VaultProgress();
        if (stores.Warm is { } warm && await warm.FindTrouble(cancel) is { } trouble) throw new VaultException($"The warm store is away ({trouble}): what lies in it cannot be checked.");
        foreach (var (bundleId, isWarm) in await List(folder, stores, cancel))
        {
            if (isWarm != (stores.Warm is not null && places.IsWarm(bundleId)))
            {
                if (!File.Exists(Path.Combine(folder.Moving, BundlePath.Name(bundleId)))) yield return new(bundleId, null, "the bundle lies in another store than the facts say");
                continue; // or is being moved: checked where it lies
            }
            known.Remove(bundleId, out var row);
            var store = isWarm ? stores.Warm! : stores.Hot;
            var (findings, entries, bytes) = await Task.Run(() => Check(folder, store, bundleId, row, spooled.GetValueOrDefault(bundleId), tombstones, options.MaxHeadBytes, cancel), cancel);
            foreach (var finding in findings) yield return finding;
            sum = new(sum.Bundles + 1, sum.Entries + entries, sum.Bytes + bytes);
            progress?.Report(sum);
        }
        foreach (var fault in await CertificateCheck.Of(facts, index, cancel)) yield return new(null, null, fault);
        foreach (var missing in known.Keys.Order()) yield return new(missing, null, "the index names a bundle that is not there");
        foreach (var number in folder.ListSpool())
            if (CheckSpool(folder, number) is { } finding) yield return finding;
    }

    private static (IReadOnlyList<VerifyFinding> Findings, int Entries, long Bytes) Check(
        DataFolder folder, IBlobStore store, long bundleId, BundleRow? row, int spooled, Tombstones tombstones, int maxHeadBytes, CancellationToken cancel)
    {
        using var stream = store.OpenRead(bundleId, 0, null);
        var file = new ByteSource.Streamed(stream);
        var check = new BundleCheck(bundleId, file, tombstones, maxHeadBytes);
        var isMarked = File.Exists(folder.OpenMarkOf(bundleId));
        var bundle = SealedIndexCodec.TryRead(file);
        if (isMarked && bundle is not null && !BundleTrailer.IsWhole(file, bundle, BundleScan.Of(file, checkData: false, cancel))) bundle = null; // sealing was cut short
        var findings = new List<VerifyFinding>(bundle is null ? check.CheckOpen(cancel) : check.CheckSealed(bundle, cancel));
        if (bundle is null && !isMarked) findings.Add(new(bundleId, null, "the bundle is neither sealed nor marked open"));
        // a damaged tail may be one that was never acknowledged; what the index has was
        if (bundle is null && row is { } known && check.Entries + spooled < known.Entries)
            findings.Add(new(bundleId, null, $"the index has {known.Entries} objects of the bundle, whole are {check.Entries + spooled}"));
        if (bundle is not null && bundle.BundleId != bundleId) findings.Add(new(bundleId, null, "the file's name is not the bundle's id"));
        if (row is null && check.Entries > 0 && !isMarked) findings.Add(new(bundleId, null, "the index does not know the bundle"));
        if (bundle is not null && row?.Sha256 is { } sha256 && FileDigest.Of(file, cancel) != sha256) findings.Add(new(bundleId, null, "the file's SHA-256 is not the index's"));
        return (findings, check.Entries, file.Length);
    }

    /// <summary>Every bundle in every store but the replica, by number.</summary>
    private static async Task<IReadOnlyList<(long BundleId, bool IsWarm)>> List(DataFolder folder, BlobStores stores, CancellationToken cancel)
    {
        var found = folder.ListBundles().Select(bundleId => (bundleId, false)).ToList();
        if (stores.Warm is { } warm)
            for (var after = -1L; await warm.List(after, BundlesPerPage, cancel) is { Count: > 0 } page; after = page[^1]) found.AddRange(page.Select(bundleId => (bundleId, true)));
        found.Sort();
        return found;
    }

    private static List<Fact> ReadFacts(DataFolder folder, out int damaged)
    {
        using var log = FactsLog.Open(folder, new Disk());
        (var facts, damaged) = log.Read();
        return [.. FactsReplay.InForce(facts, folder, FactsReplay.PlacesOf(facts)).Facts];
    }

    /// <summary>Objects that wait beside their bundle for its sealing, by bundle.</summary>
    private static Dictionary<long, int> CountSpooled(DataFolder folder)
    {
        var counts = new Dictionary<long, int>();
        foreach (var number in folder.ListSpool())
        {
            using var spool = SpoolFile.OpenExisting(folder, new Disk(), number);
            if (spool.Front is { } front) counts[front.BundleId] = counts.GetValueOrDefault(front.BundleId) + 1;
        }
        return counts;
    }

    /// <summary>Whole spooled objects must still give their CRC; what broke off was never acknowledged.</summary>
    private static VerifyFinding? CheckSpool(DataFolder folder, long number)
    {
        using var spool = SpoolFile.OpenExisting(folder, new Disk(), number);
        if (spool.Front is not { } front) return null;
        using var file = Posix.OpenUnlocked(spool.Path);
        return BundleScan.CrcOf(file, front.PartTenOffset, front.PartTenLength) == front.Crc
            ? null
            : new(front.BundleId, front.Record.ArrivalNumber, "a spooled object is damaged");
    }
}
