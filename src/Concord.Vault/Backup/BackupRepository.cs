using System.Globalization;
using System.Security.Cryptography;
using Concord.Vault.Blobs;
using Concord.Vault.Receive;
using Microsoft.Win32.SafeHandles;

namespace Concord.Vault.Backup;

/// <summary>Where backups go: objects by their SHA-256, and restore points that name them. README.md has the layout. Blocking.</summary>
/// <remarks>One writer, or any number of readers, between processes.</remarks>
internal sealed class BackupRepository : IDisposable
{
    /// <summary>Version of the layout that this code reads and writes.</summary>
    public const int Version = 1;

    /// <summary>Characters of an object's name.</summary>
    public const int NameLength = 64;

    private readonly SafeFileHandle _lock;
    private readonly HashSet<string> _unsynced = new(StringComparer.Ordinal);
    private long _incoming;
    private PurgedObjects? _purged;

    private BackupRepository(string root, SafeFileHandle taken, Disk disk) => (Root, _lock, Disk) = (root, taken, disk);

    public string Root { get; }

    public Disk Disk { get; }

    public string Objects => Path.Combine(Root, "objects");

    public string Points => Path.Combine(Root, "points");

    /// <summary>Objects that are being written.</summary>
    public string Incoming => Path.Combine(Root, "incoming");

    /// <summary>What a backup that has not come to its end has copied, a file for each list of bundles.</summary>
    public string Progress => Path.Combine(Root, "progress");

    /// <summary>Which objects were purged of what, and what is left of them.</summary>
    public PurgedObjects Purged => _purged ??= PurgedObjects.Open(this);

    private string Format => Path.Combine(Root, "format");

    /// <summary>Opens for writing, making the repository in an empty or missing folder.</summary>
    /// <exception cref="VaultException">Something else lies there, it is of a newer version, or in use.</exception>
    public static BackupRepository OpenToWrite(string path, Disk disk)
    {
        path = Path.GetFullPath(path);
        if (!File.Exists(Path.Combine(path, "format")) && Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any(entry => !IsOurs(Path.GetFileName(entry))))
            throw new VaultException($"{path} holds something else than a backup.");
        Directory.CreateDirectory(path);
        var repository = Take(path, isShared: false, disk);
        try
        {
            foreach (var part in new[] { repository.Objects, repository.Points, repository.Incoming, repository.Progress }) disk.CreateFolder(part);
            foreach (var left in Directory.EnumerateFiles(repository.Incoming)) disk.Delete(left);
            if (File.Exists(repository.Format)) repository.CheckVersion();
            else repository.WriteVersion();
            return repository;
        }
        catch
        {
            repository.Dispose();
            throw;
        }
    }

    /// <summary>Opens for reading; nothing in it is changed.</summary>
    /// <exception cref="VaultException">It is none, of a newer version, or being written.</exception>
    public static BackupRepository OpenToRead(string path)
    {
        path = Path.GetFullPath(path);
        if (!IsRepository(path)) throw new VaultException($"{path} is no backup of Concord.");
        var repository = Take(path, isShared: true, new());
        try
        {
            repository.CheckVersion();
            return repository;
        }
        catch
        {
            repository.Dispose();
            throw;
        }
    }

    public static bool IsRepository(string path) => File.Exists(Path.Combine(path, "format")) && Directory.Exists(Path.Combine(path, "points"));

    /// <summary>Numbers of the restore points, oldest first.</summary>
    public IReadOnlyList<long> ListPoints() => Directory.Exists(Points)
        ? [.. Directory.EnumerateFiles(Points).Select(path => long.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .Where(number => number > 0).Order()]
        : [];

    public string PointPath(long number) => Path.Combine(Points, number.ToString("D10", CultureInfo.InvariantCulture));

    public string ObjectPath(string sha256) => Path.Combine(Objects, sha256[..2], sha256);

    /// <summary>Whether an object is there with its length; its bytes are not read.</summary>
    public bool Has(string sha256, long length) => new FileInfo(ObjectPath(sha256)) is { Exists: true } file && file.Length == length;

    /// <summary>A file to write an object into; keep it then, or delete it.</summary>
    public DiskFile NewIncoming() => Disk.Create(Path.Combine(Incoming, (++_incoming).ToString(CultureInfo.InvariantCulture)));

    /// <summary>Gives a written file its name; its bytes are durable on return, its name after <see cref="SyncNames"/>. False when the object was there already.</summary>
    public bool Keep(DiskFile incoming, string sha256)
    {
        if (Has(sha256, incoming.Length))
        {
            incoming.Dispose();
            Disk.Delete(incoming.Path);
            return false;
        }
        incoming.SyncData();
        incoming.Dispose();
        var folder = Path.Combine(Objects, sha256[..2]);
        Disk.CreateFolder(folder);
        Disk.Rename(incoming.Path, ObjectPath(sha256));
        _unsynced.Add(folder);
        return true;
    }

    /// <summary>Keeps a small object. Returns its SHA-256, and whether it is new.</summary>
    public (string Sha256, bool IsNew) Keep(ReadOnlySpan<byte> bytes)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (Has(sha256, bytes.Length)) return (sha256, false);
        var file = NewIncoming();
        try
        {
            file.Write(bytes, 0);
            return (sha256, Keep(file, sha256));
        }
        finally
        {
            file.Dispose();
        }
    }

    /// <summary>Names of all objects are durable on return.</summary>
    public void SyncNames()
    {
        foreach (var folder in _unsynced) Disk.SyncFolder(folder);
        _unsynced.Clear();
    }

    public void Dispose() => _lock.Dispose();

    private static bool IsOurs(string name) => name is "lock" or "objects" or "points" or "incoming" or "progress" or "format.new" or "lost+found";

    private static BackupRepository Take(string path, bool isShared, Disk disk)
    {
        var file = Posix.OpenOrCreateUnlocked(Path.Combine(path, "lock"));
        if (Posix.TryLock(file, isShared)) return new(path, file, disk);
        file.Dispose();
        throw new VaultException($"The backup {path} is in use by another process.");
    }

    private void WriteVersion()
    {
        using (var file = Disk.OpenOrCreate(Format + ".new"))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"concord-backup {Version}\n")), 0);
            file.SyncData();
        }
        Disk.Rename(Format + ".new", Format);
        Disk.SyncFolder(Root);
    }

    private void CheckVersion()
    {
        var words = File.ReadAllText(Format).Split(' ', StringSplitOptions.TrimEntries);
        if (words is not ["concord-backup", var number] || !int.TryParse(number, CultureInfo.InvariantCulture, out var version)) throw new VaultException($"{Root} is no backup of Concord.");
        if (version > Version) throw new VaultException($"{Root} was written by a newer version of Concord (backup {version}, this one knows {Version}).");
    }
}
