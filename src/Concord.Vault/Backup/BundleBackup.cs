using Concord.Vault.Blobs;
using Concord.Vault.Bundles;
using Concord.Vault.Lifecycle;
using Microsoft.Win32.SafeHandles;

namespace Concord.Vault.Backup;

/// <summary>Copies bundles: sealed ones whole, open ones up to their last whole object. A good copy is never replaced by a damaged one. Blocking.</summary>
/// <param name="tell">What is found wrong with the archive.</param>
internal sealed class BundleBackup(DataFolder folder, BackupRepository repository, ObjectCopier copier, Action<VerifyFinding> tell)
{
    /// <summary>An append that is taken back while it is read makes one look different from the next.</summary>
    private const int MaxLooks = 5;

    /// <summary>The bundle as it is now in the repository; null when no object of it is whole.</summary>
    /// <param name="path">Where it lies: in the data folder, or the warm store. It is restored to the data folder.</param>
    /// <param name="before">As it was copied before, if it was.</param>
    public BackupLine? Copy(long bundleId, string path, BackupLine? before, CancellationToken cancel)
    {
        if (before is not null && !repository.Has(before.Sha256!, before.Length!.Value)) before = null;
        try
        {
            if (before is not null && IsAsBefore(path, before)) return before;
            using var file = SourceException.Reading(() => Open(bundleId, path));
            if (SourceException.Reading(() => SealedIndexCodec.TryRead(file)) is { } bundle && bundle.BundleId == bundleId) return CopySealed(bundle, file, before, cancel);
            return before is not { Kind: BackupLine.SealedKind } ? CopyOpen(bundleId, file, cancel) : Instead(before, bundleId, null, "the bundle was sealed and cannot be read as such any more");
        }
        catch (SourceException error) when (error.InnerException is IOException { HResult: Posix.NoSuchFile })
        {
            return null; // no object ever came to it; or it is in another file now, and the facts will say so
        }
        catch (SourceException error)
        {
            return Instead(before, bundleId, null, $"the bundle cannot be read: {error.Message}");
        }
    }

    /// <summary>The file; of one whose place among the bundles was decided and not yet taken, where it was written.</summary>
    private SafeFileHandle Open(long bundleId, string path)
    {
        if (!File.Exists(path) && File.Exists(folder.NewPathOf(bundleId)))
        {
            try
            {
                return Posix.OpenUnlocked(folder.NewPathOf(bundleId));
            }
            catch (IOException error) when (error.HResult == Posix.NoSuchFile)
            {
                // it takes its place in this very moment
            }
        }
        return Posix.OpenUnlocked(path);
    }

    private static bool IsAsBefore(string path, BackupLine before) =>
        new FileInfo(path) is { Exists: true } file && file.Length == before.Length && file.LastWriteTimeUtc.Ticks == before.Written;

    private BackupLine? CopySealed(SealedBundle bundle, SafeFileHandle file, BackupLine? before, CancellationToken cancel)
    {
        var (length, written) = StateOf(file);
        var ranges = bundle.Objects.Select(known => new CheckedRange(known.Entry.PartTenOffset, known.Entry.PartTenLength, known.Crc, known.Entry.ArrivalNumber)).OrderBy(range => range.Offset).ToList();
        var (sha256, damaged) = copier.Copy(file, 0, length, ranges, keepDamaged: before is null, cancel);
        foreach (var number in damaged.Skip(1)) tell(new(bundle.BundleId, number, "the object is not what was written"));
        if (damaged.Count > 0 && before is not null) return Instead(before, bundle.BundleId, damaged[0], "the object is not what was written");
        if (damaged.Count > 0) tell(new(bundle.BundleId, damaged[0], "the object is not what was written; the bundle is in the backup as it lies"));
        return LineOf(BackupLine.SealedKind, bundle.BundleId, sha256, length, written, bundle.Entries.Count, bundle.Objects.Count > 0 ? bundle.Objects[^1].Entry.ArrivalNumber : 0);
    }

    private BackupLine? CopyOpen(long bundleId, SafeFileHandle file, CancellationToken cancel)
    {
        for (var looks = 1; ; looks++)
        {
            try
            {
                var (_, written) = StateOf(file);
                var scan = SourceException.Reading(() => BundleScan.Of(file, checkData: true, cancel));
                if (scan.Entries.Count == 0) return null;
                var end = scan.Entries[^1].End;
                var isDamaged = scan.Damaged.Any(range => range.Offset < end);
                if (isDamaged && looks < MaxLooks) continue;
                var ranges = scan.Entries.Select(entry => new CheckedRange(entry.DataOffset, entry.Header.Size, entry.Header.Crc, entry.Header.Record!.ArrivalNumber)).ToList();
                var (sha256, damaged) = copier.Copy(file, 0, end, ranges, keepDamaged: looks >= MaxLooks, cancel);
                if (damaged.Count > 0 && looks < MaxLooks) continue;
                if (isDamaged || damaged.Count > 0) tell(new(bundleId, null, "the open bundle has damaged bytes between whole objects"));
                return LineOf(BackupLine.OpenKind, bundleId, sha256, end, written, scan.Entries.Count(entry => entry.Header.Record!.Kind == EntryKind.Instance),
                    scan.Entries.Max(entry => entry.Header.Record!.ArrivalNumber));
            }
            catch (SourceException error) when (error.InnerException is EndOfStreamException && looks < MaxLooks)
            {
                // an append was taken back while it was read: look again
            }
        }
    }

    private BackupLine? Instead(BackupLine? before, long bundleId, long? arrivalNumber, string what)
    {
        tell(new(bundleId, arrivalNumber, before is null ? what + "; it is not in the backup" : what + "; its earlier copy is kept"));
        return before;
    }

    private static (long Length, long Written) StateOf(SafeFileHandle file) =>
        SourceException.Reading(() => (RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file).Ticks));

    private BackupLine LineOf(string kind, long bundleId, string sha256, long length, long written, int entries, long highest) => new(kind)
    {
        BundleId = bundleId,
        Path = Path.GetRelativePath(folder.Root, folder.PathOf(bundleId)),
        Sha256 = sha256,
        Length = length,
        Written = written,
        Entries = entries,
        Highest = highest,
    };
}
