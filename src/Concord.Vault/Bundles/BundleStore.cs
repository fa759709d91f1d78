using Concord.Vault.Blobs;
using Concord.Vault.Compression;
using Concord.Vault.Corrections;
using Concord.Vault.Decisions;
using Concord.Vault.Lifecycle;
using Concord.Vault.Receive;
using Concord.Vault.Tiers;
using Microsoft.Extensions.Logging;

namespace Concord.Vault.Bundles;

/// <summary>All bundles of a data folder, with the facts and spool files beside them: the archive but for its index.</summary>
internal sealed class BundleStore : IDisposable
{
    /// <summary>Bundles that may flush at the same time.</summary>
    private const int DiskThreadCount = 8;

    /// <summary>Of the files that the process may have open: for connections, the index, reading.</summary>
    private const int ReservedFiles = 512;

    /// <summary>At most twice as many bundles are open as are to be, and each is opened once more while it is read or sealed.</summary>
    private const int FilesPerOpenBundle = 4;

    private readonly (List<Fact> Facts, int Damaged) _read;

    private BundleStore(DataFolder folder, Disk disk, IndexPort index, IObjectCompressor compressor, VaultOptions options, TimeProvider time, ILogger log)
    {
        Facts = FactsLog.Open(folder, disk);
        _read = Facts.Read();
        var threads = new DiskThreads(DiskThreadCount);
        Blobs = BlobStores.Open(folder, disk, threads, FactsReplay.PlacesOf(_read.Facts), options);
        Sealed = new(Blobs);
        var moved = new MovedBundles(Sealed);
        var originals = new Originals(Sealed, compressor, new(options.RestoreBudgetBytes, time));
        var files = new BundleFiles(Blobs, moved, originals);
        Around = new(folder, disk, threads, new(), new(), moved, files, originals, index, time);
        Open = new(Around, Sealed, Math.Max(folder.HighestBundleId(), Blobs.Places.Highest), Math.Min(options.MaxOpenBundles, Math.Max(64, (Posix.MaxOpenFiles - ReservedFiles) / FilesPerOpenBundle)));
        Reader = new(files, Sealed, moved, Open.Find, Around.Tombstones, originals, Corrections, options.MaxHeadBytes);
        SpoolFolder = new(folder, disk, Around.Threads);
        Budget = new(options.ReceiveBudgetBytes);
        Decisions = new(Around.Tombstones);
        Replacements = new(this, options.MaxHeadBytes);
        Mover = new(this, log);
    }

    public BundleSurroundings Around { get; }

    /// <summary>Where sealed bundles lie.</summary>
    public BlobStores Blobs { get; }

    public FactsLog Facts { get; }

    public SealedBundles Sealed { get; }

    public OpenBundles Open { get; }

    public BundleReader Reader { get; }

    public SpoolFolder SpoolFolder { get; }

    public ReceiveBudget Budget { get; }

    /// <summary>What the facts say of what is kept.</summary>
    public DecisionState Decisions { get; }

    /// <summary>What the facts say is corrected.</summary>
    public CorrectionState Corrections { get; } = new();

    /// <summary>Whose turn it is to decide, and so to change where entries are.</summary>
    public DecisionTurn Turn { get; } = new();

    /// <summary>Rewriting of sealed bundles.</summary>
    public Replacements Replacements { get; }

    /// <summary>Taken by whoever changes where sealed bundles lie, or what they are: one at a time.</summary>
    public SemaphoreSlim MoveTurn { get; } = new(1, 1);

    /// <summary>Moves sealed bundles between stores.</summary>
    public BundleMover Mover { get; }

    /// <summary>Bundles found sealed on start-up whose marks may go once the index has committed.</summary>
    public List<long> FinishedAtStart { get; } = [];

    /// <summary>Opens everything and brings it in order.</summary>
    /// <param name="highestNumber">The highest number that the index has seen.</param>
    public static async Task<BundleStore> Start(
        DataFolder folder, Disk disk, IndexPort index, long highestNumber, IObjectCompressor compressor, VaultOptions options, TimeProvider time, ILogger log, CancellationToken cancel)
    {
        var store = new BundleStore(folder, disk, index, compressor, options, time, log);
        try
        {
            store.Around.Numbers.Skip(highestNumber);
            var (all, damaged) = store._read;
            if (damaged > 0) log.FactsDamaged(damaged);
            var (facts, isVoid) = FactsReplay.InForce(all, folder, store.Blobs.Places);
            if (isVoid > 0) log.ReplacementsVoid(isVoid);
            store.Take(facts);
            await new StartUp(store, options.MaxHeadBytes).Run(facts, cancel);
            await index.WaitUntilCaughtUp(cancel);
            foreach (var bundleId in store.FinishedAtStart) disk.Delete(folder.OpenMarkOf(bundleId));
            store.MarkFacts();
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>Stops the disk threads after what is queued, and closes all files. Open bundles stay open: start-up goes on with them.</summary>
    public void Dispose()
    {
        Around.Threads.Dispose();
        foreach (var bundle in Open.All) bundle.State.File?.Dispose();
        foreach (var bundle in Open.All)
            foreach (var (spool, _) in Around.Spooled.Of(bundle.BundleId)) spool.Dispose();
        Open.Dispose();
        Blobs.Dispose();
        Facts.Dispose();
        Turn.Dispose();
        MoveTurn.Dispose();
    }

    /// <summary>Notes how far the index is known to have the facts: called when all is quiet and committed.</summary>
    public void MarkFacts() => FactsMark.Write(Around.Folder, Around.Disk, Facts.End);

    private void Take(IReadOnlyList<Fact> facts)
    {
        foreach (var fact in facts) Around.Numbers.Skip(fact.Number);
        foreach (var replaced in facts.Select(fact => fact.Replaced).OfType<ReplacedFact>())
            foreach (var bundleId in replaced.From.Select(from => from.BundleId).Append(replaced.Into)) Open.Skip(bundleId);
        FactsReplay.Tell(facts, Decisions);
        foreach (var fact in facts) Corrections.Take(fact);
    }
}
