using Concord.Vault.Blobs;
using Concord.Vault.Bundles;
using Concord.Vault.Lifecycle;
using Concord.Vault.Receive;

namespace Concord.Vault.Backup;

/// <summary>Carries purges out in the restore points made before them: a deletion certificate must hold for the backup too. What else was in the same bundles stays.</summary>
/// <remarks>What is left is durable, then the journal names it, then the object that held purged bytes goes; broken off anywhere, the next backup does the rest.</remarks>
internal sealed class PurgeSweep(BackupRepository repository, Action<VerifyFinding> tell)
{
    private const int MaxHeadBytes = 1 << 28;
    private const int BlockLength = 1 << 20;
    private readonly Dictionary<long, (PurgedFact Object, ReplacedFact Fact)> _gone = [];
    private readonly HashSet<long> _bundles = [];
    private readonly ObjectSet _seen = new();
    private bool _isDone = true;

    /// <param name="replacing">Every fact of the archive that replaces or purges, in order.</param>
    public async Task Run(IReadOnlyList<Fact> replacing, CancellationToken cancel)
    {
        Collect(replacing);
        if (_gone.Count == 0) return;
        using var threads = new DiskThreads(1);
        foreach (var number in repository.ListPoints())
        {
            if (RestorePoint.TryRead(repository, number) is not { } point)
            {
                _isDone = false;
                tell(new(null, null, $"restore point {number} is damaged: what was purged may still be in it; delete {repository.PointPath(number)} to give it up"));
                continue;
            }
            foreach (var line in LinesOf(point).Where(line => _bundles.Contains(line.BundleId!.Value) && _seen.Add(line.Sha256!))) await TryPurge(line, threads, cancel);
            foreach (var file in point.Files.Where(file => file.Path!.StartsWith("spool/", StringComparison.Ordinal) && file.Pieces is [_])) PurgeSpooled(file.Pieces![0]);
        }
        SweepUnnamed(cancel);
        if (_isDone) repository.Purged.Add(new(UpTo: replacing[^1].Number));
    }

    /// <summary>What was purged since the last time, and every bundle that it ever was in.</summary>
    private void Collect(IReadOnlyList<Fact> replacing)
    {
        foreach (var fact in replacing.Where(fact => fact.Number > repository.Purged.UpTo && fact.Replaced!.Purged.Count > 0))
        {
            foreach (var gone in fact.Replaced!.Purged) _gone[gone.ArrivalNumber] = (gone, fact.Replaced);
            _bundles.UnionWith(fact.Replaced.From.Select(from => from.BundleId));
        }
        foreach (var fact in replacing.Reverse())
            if (_bundles.Contains(fact.Replaced!.Into)) _bundles.UnionWith(fact.Replaced.From.Select(from => from.BundleId));
    }

    private IEnumerable<BackupLine> LinesOf(RestorePoint point) => point.Lists.Where(list => _seen.Add(list.Sha256!)).SelectMany(list => RestorePoint.TryReadList(repository, list.Sha256!) ?? []);

    private async Task TryPurge(BackupLine line, DiskThreads threads, CancellationToken cancel)
    {
        try
        {
            await Purge(line, threads, cancel);
        }
        catch (BundleDamagedException)
        {
            _isDone = false; // the next backup tries again
            tell(new(line.BundleId, null, "what was purged is still in the backup: its copy of the bundle is damaged; with --check the next backup sets it aside"));
        }
    }

    private async Task Purge(BackupLine line, DiskThreads threads, CancellationToken cancel)
    {
        var sha256 = repository.Purged.Find(line.Sha256!) is { } before ? before.Now : line.Sha256;
        if (sha256 is null || !File.Exists(repository.ObjectPath(sha256))) return;
        var entries = Scan(sha256);
        var gone = entries.Select(entry => entry.Header.Record!.ArrivalNumber).Where(_gone.ContainsKey).ToHashSet();
        if (gone.Count == 0) return;
        string? now = null;
        long? length = null;
        if (gone.Count < entries.Count) (now, length) = await Remainder(line, sha256, entries, gone, threads, cancel);
        repository.SyncNames();
        var (_, fact) = _gone[gone.First()];
        Replace(new(sha256, now, length, fact.Study, fact.Series, [.. gone.Order().Select(number => _gone[number].Object)]));
    }

    private List<ScannedEntry> Scan(string sha256)
    {
        using var file = Posix.OpenUnlocked(repository.ObjectPath(sha256));
        return [.. BundleScan.Of(file, checkData: false).Entries];
    }

    /// <summary>A sealed bundle without the purged objects, of the same number; of an open one its whole objects one behind the other.</summary>
    private async Task<(string Sha256, long Length)> Remainder(
        BackupLine line, string sha256, List<ScannedEntry> entries, HashSet<long> gone, DiskThreads threads, CancellationToken cancel)
    {
        using var into = repository.NewIncoming();
        string now;
        if (line.Kind == BackupLine.SealedKind)
        {
            using var source = BundleSource.Open(repository.ObjectPath(sha256), line.BundleId!.Value);
            (_, now) = await new BundleCopier(threads, MaxHeadBytes, null).Write(line.BundleId.Value, into, [source], gone, cancel);
        }
        else
        {
            CopyOpen(sha256, entries.Where(entry => !gone.Contains(entry.Header.Record!.ArrivalNumber)), into);
            now = FileDigest.Of(into.Handle, cancel);
        }
        var length = into.Length;
        repository.Keep(into, now);
        return (now, length);
    }

    private void CopyOpen(string sha256, IEnumerable<ScannedEntry> entries, DiskFile into)
    {
        using var from = Posix.OpenUnlocked(repository.ObjectPath(sha256));
        var block = new byte[BlockLength];
        long end = 0;
        foreach (var entry in entries)
        {
            for (var at = entry.Offset; at < entry.End;)
            {
                var read = RandomAccess.Read(from, block.AsSpan(0, (int)Math.Min(BlockLength, entry.End - at)), at);
                if (read == 0) throw new EndOfStreamException("An object of the backup is shorter than its entries say.");
                into.Write(block.AsSpan(0, read), end);
                at += read;
                end += read;
            }
        }
    }

    private void PurgeSpooled(string sha256)
    {
        if (repository.Purged.Find(sha256) is not null || !File.Exists(repository.ObjectPath(sha256))) return;
        SpoolFront? front;
        using (var file = Posix.OpenUnlocked(repository.ObjectPath(sha256))) front = SpoolFile.ReadFront(file);
        if (front is null || !_gone.TryGetValue(front.Record.ArrivalNumber, out var gone)) return;
        Replace(new(sha256, null, null, gone.Fact.Study, gone.Fact.Series, [gone.Object]));
    }

    private void Replace(PurgedLine line)
    {
        repository.Purged.Add(line);
        repository.Disk.Delete(repository.ObjectPath(line.Was!));
        repository.Disk.SyncFolder(Path.GetDirectoryName(repository.ObjectPath(line.Was!))!);
    }

    /// <summary>Copies that no restore point came to name may hold what was purged.</summary>
    private void SweepUnnamed(CancellationToken cancel)
    {
        try
        {
            new RepositoryPruning(repository).Sweep(cancel);
        }
        catch (VaultException error)
        {
            tell(new(null, null, $"copies that no restore point names were not looked for: {error.Message}"));
        }
    }
}
