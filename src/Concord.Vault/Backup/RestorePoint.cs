using System.Security.Cryptography;
using Concord.Vault.Blobs;
using Concord.Vault.Lifecycle;
using Microsoft.Win32.SafeHandles;

namespace Concord.Vault.Backup;

/// <summary>A restore point as its file says, every line checked.</summary>
/// <param name="Head">Its first line.</param>
/// <param name="Lists">Folders of bundles, lowest first.</param>
/// <param name="Files">All other files, in the order in which they are restored.</param>
/// <param name="End">Its last line.</param>
internal sealed record RestorePoint(BackupLine Head, IReadOnlyList<BackupLine> Lists, IReadOnlyList<BackupLine> Files, BackupLine End)
{
    private const int MaxListBytes = 16 << 20;

    public long Number => Head.Number!.Value;

    /// <summary>Reads a restore point; null when it is not whole.</summary>
    public static RestorePoint? TryRead(BackupRepository repository, long number)
    {
        using var file = Posix.OpenUnlocked(repository.PointPath(number));
        var lines = new List<BackupLine>();
        foreach (var bytes in JournalLines.Of(file, 0, RandomAccess.GetLength(file)))
        {
            if (BackupLine.TryParse(bytes) is not { } line) return null;
            lines.Add(line);
        }
        if (lines.Count < 2 || lines[0] is not { Kind: BackupLine.PointKind, Number: { } named, At: not null, Layout: not null } || named != number) return null;
        if (lines[^1] is not { Kind: BackupLine.EndKind, Lines: { } count, Bundles: not null, Entries: not null, Length: not null, Highest: not null } || count != lines.Count - 1) return null;
        return new(lines[0], [.. lines.Where(line => line is { Kind: BackupLine.ListKind, Path: not null, Sha256: not null })],
            [.. lines.Where(line => line is { Kind: BackupLine.FileKind, Path: not null, Pieces: not null })], lines[^1]);
    }

    /// <summary>SHA-256 of the restore point's file: what the next one names.</summary>
    public static string DigestOf(BackupRepository repository, long number) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(repository.PointPath(number))));

    /// <summary>The bundles of a list; null when it is not what was written.</summary>
    public static IReadOnlyList<BackupLine>? TryReadList(BackupRepository repository, string sha256)
    {
        var path = repository.ObjectPath(sha256);
        if (!File.Exists(path)) return null;
        using var file = Posix.OpenUnlocked(path);
        if (RandomAccess.GetLength(file) > MaxListBytes || Bundles.FileDigest.Of(file) != sha256) return null;
        return ReadLines(file);
    }

    /// <summary>Lines that name a bundle whole; others are passed over.</summary>
    public static IReadOnlyList<BackupLine> ReadLines(SafeFileHandle file)
    {
        var lines = new List<BackupLine>();
        foreach (var bytes in JournalLines.Of(file, 0, RandomAccess.GetLength(file)))
            if (BackupLine.TryParse(bytes) is { BundleId: not null, Path: not null, Sha256: not null, Length: not null, Written: not null, Entries: not null, Highest: not null } line) lines.Add(line);
        return lines;
    }
}
