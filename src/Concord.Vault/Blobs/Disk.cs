namespace Concord.Vault.Blobs;

/// <summary>Everything that changes the data folder goes through here, step by step. Blocking: call it on <see cref="DiskThreads"/>.</summary>
/// <param name="beforeStep">Called before each step with its path: tests take the folder's state there, or make the step fail by throwing.</param>
/// <remarks>Any number of threads; one file has one writer.</remarks>
internal sealed class Disk(Action<DiskStep, string>? beforeStep = null)
{
    /// <summary>What arrives leaves at least this much of the file system free, bytes: room for the index and for sealing.</summary>
    public long MinFreeBytes { get; set; }

    /// <summary>Whether what arrives is written past the page cache; false once the file system has shown that it cannot.</summary>
    public bool IsDirect { get; set; } = true;

    /// <summary>Called before what arrives is written.</summary>
    /// <exception cref="IOException">Less than <see cref="MinFreeBytes"/> is free where the path lies.</exception>
    /// <param name="bytes">What is about to be written.</param>
    public void CheckRoom(string path, long bytes = 0)
    {
        if (!HasRoom(path, bytes)) throw new IOException("What is free is kept for the index.", Posix.NoSpace);
    }

    /// <summary>Whether <see cref="MinFreeBytes"/> stay free where the path lies when so much is written there.</summary>
    public bool HasRoom(string path, long bytes) => MinFreeBytes <= 0 || new DriveInfo(path).AvailableFreeSpace - bytes >= MinFreeBytes;

    /// <summary>Makes a new file, open for reading and writing.</summary>
    public DiskFile Create(string path) => OpenFile(path, FileMode.CreateNew);

    /// <summary>Opens a file for reading and writing, making it if it is not there.</summary>
    public DiskFile OpenOrCreate(string path) => OpenFile(path, FileMode.OpenOrCreate);

    public DiskFile OpenExisting(string path) => new(this, path, File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete));

    /// <summary>Makes a folder, and those above it that are not there, and makes their names durable; nothing happens when it is there.</summary>
    public void CreateFolder(string path)
    {
        if (Directory.Exists(path)) return;
        CreateFolder(Path.GetDirectoryName(path)!);
        Before(DiskStep.CreateFolder, path);
        Directory.CreateDirectory(path);
        SyncFolder(Path.GetDirectoryName(path)!);
    }

    public void SyncFolder(string path)
    {
        Before(DiskStep.SyncFolder, path);
        Posix.SyncFolder(path);
    }

    /// <summary>Renames within one file system, replacing what is there; durable only after <see cref="SyncFolder"/>.</summary>
    public void Rename(string from, string to)
    {
        Before(DiskStep.Rename, to);
        File.Move(from, to, overwrite: true);
    }

    /// <summary>Gives a file a second name in its file system; durable only after <see cref="SyncFolder"/>.</summary>
    public void Link(string existing, string name)
    {
        Before(DiskStep.Link, name);
        Posix.Link(existing, name);
    }

    /// <summary>Puts a file in the place of the one that is there: written beside it, flushed, renamed. Lost power leaves the old or the new one, whole;
    /// which, is sure only after <see cref="SyncFolder"/>.</summary>
    public void Replace(string path, ReadOnlySpan<byte> bytes)
    {
        using (var file = OpenOrCreate(path + ".new"))
        {
            file.Write(bytes, 0);
            file.Truncate(bytes.Length); // an earlier try may have left more
            file.SyncData();
        }
        Rename(path + ".new", path);
    }

    public void Delete(string path)
    {
        Before(DiskStep.Delete, path);
        File.Delete(path);
    }

    internal void Before(DiskStep step, string path) => beforeStep?.Invoke(step, path);

    /// <summary>Whether an error says that the disk, or the quota, is full.</summary>
    public static bool IsFull(Exception error) =>
        error is ArgumentOutOfRangeException || error is IOException { HResult: Posix.NoSpace or Posix.QuotaExceeded or Posix.FileTooBig };

    private DiskFile OpenFile(string path, FileMode mode)
    {
        if (!File.Exists(path)) Before(DiskStep.CreateFile, path);
        return new(this, path, File.OpenHandle(path, mode, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete));
    }
}
