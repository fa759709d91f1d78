using System.Buffers;
using Concord.Vault.Blobs;
using Concord.Vault.Lifecycle;
using Concord.Vault.Receive;
using Microsoft.Win32.SafeHandles;

namespace Concord.Vault.Backup;

/// <summary>Copies files that are no bundles: spooled objects that are whole, journals up to their last whole line, all else as it lies. Blocking.</summary>
internal sealed class FileBackup(DataFolder folder, BackupRepository repository, ObjectCopier copier, Action<VerifyFinding> tell)
{
    /// <summary>A journal grows: its earlier pieces are in the repository already.</summary>
    private const int PieceLength = 4 << 20;

    private const int JournalPrefixLength = 9;
    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdef"u8);

    /// <summary>A spooled object; null while it is not whole: nobody was told that it is kept. Null too when it is gone: then it has joined its bundle.</summary>
    public BackupLine? CopySpooled(long number, BackupLine? before, CancellationToken cancel)
    {
        var path = folder.SpoolPathOf(number);
        return Reading(path, before, file =>
        {
            if (SpoolFile.ReadFront(file) is not { } front) return null;
            var line = LineOf(path, file, RandomAccess.GetLength(file));
            if (before is { Pieces: [var known] } && before.Length == line.Length && before.Written == line.Written && repository.Has(known, line.Length!.Value)) return before;
            var range = new CheckedRange(front.PartTenOffset, front.PartTenLength, front.Crc, front.Record.ArrivalNumber);
            var (sha256, damaged) = copier.Copy(file, 0, line.Length!.Value, [range], keepDamaged: true, cancel);
            foreach (var entry in damaged) tell(new(front.BundleId, entry, "a spooled object is not what was received; it is in the backup as it lies"));
            return line with { Pieces = [sha256], Highest = front.Record.ArrivalNumber };
        });
    }

    /// <summary>Any other file; null when it is gone.</summary>
    public BackupLine? Copy(string path, BackupLine? before, CancellationToken cancel) => Reading(path, before, file =>
    {
        var line = LineOf(path, file, EndOf(file));
        if (before?.Pieces is not null && line.Length > PieceLength && before.Length == line.Length && before.Written == line.Written && HasAll(before)) return before;
        var pieces = new List<string>();
        for (long at = 0; at < line.Length; at += PieceLength)
            pieces.Add(copier.Copy(file, at, Math.Min(PieceLength, line.Length.Value - at), [], keepDamaged: false, cancel).Sha256);
        return line with { Pieces = pieces };
    });

    private BackupLine? Reading(string path, BackupLine? before, Func<SafeFileHandle, BackupLine?> copy)
    {
        try
        {
            using var file = SourceException.Reading(() => Posix.OpenUnlocked(path));
            return copy(file);
        }
        catch (SourceException error) when (error.InnerException is IOException { HResult: Posix.NoSuchFile })
        {
            return null;
        }
        catch (SourceException error)
        {
            tell(new(null, null, $"{Path.GetRelativePath(folder.Root, path)} cannot be read: {error.Message}{(before is null ? "" : "; its earlier copy is kept")}"));
            return before;
        }
    }

    private BackupLine LineOf(string path, SafeFileHandle file, long length) => new(BackupLine.FileKind)
    {
        Path = Path.GetRelativePath(folder.Root, path),
        Length = length,
        Written = File.GetLastWriteTimeUtc(file).Ticks,
        Mode = Posix.ModeOf(file),
    };

    private bool HasAll(BackupLine line)
    {
        var rest = line.Length!.Value;
        foreach (var piece in line.Pieces!)
        {
            if (!repository.Has(piece, Math.Min(PieceLength, rest))) return false;
            rest -= PieceLength;
        }
        return true;
    }

    /// <summary>The file's length; of a journal the end of its last whole line.</summary>
    private static long EndOf(SafeFileHandle file) => SourceException.Reading(() =>
    {
        var length = RandomAccess.GetLength(file);
        Span<byte> start = stackalloc byte[JournalPrefixLength];
        var isJournal = RandomAccess.Read(file, start, 0) == JournalPrefixLength && start[^1] == ' ' && !start[..^1].ContainsAnyExcept(HexDigits);
        return isJournal ? LastLineFeed(file, length) : length;
    });

    private static long LastLineFeed(SafeFileHandle file, long length)
    {
        var block = new byte[64 << 10];
        for (var end = length; end > 0;)
        {
            var count = (int)Math.Min(block.Length, end);
            count = RandomAccess.Read(file, block.AsSpan(0, count), end - count) is var read && read == count ? count : throw new EndOfStreamException("A journal is shorter than it was.");
            if (block.AsSpan(0, count).LastIndexOf((byte)'\n') is var feed and >= 0) return end - count + feed + 1;
            end -= count;
        }
        return 0;
    }
}
