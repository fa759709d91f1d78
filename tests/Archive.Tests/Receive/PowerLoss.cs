using Concord.Vault.Blobs;

namespace Archive.Tests.Receive;

/// <summary>Keeps account of what a disk would still have if power went: bytes of a file as of its last flush, names as of their folder's last flush.</summary>
/// <remarks>The index is taken as it was when a mark was last about to go, for then it has committed, durably; otherwise it may be behind.</remarks>
internal sealed class PowerLoss(string root)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, byte[]> _bytes = [];
    private readonly Dictionary<string, HashSet<string>> _names = [];
    private TestFolder? _index;

    /// <summary>All that is there now is durable.</summary>
    public void Start()
    {
        CopyIndex();
        foreach (var folder in Directory.GetDirectories(root, "*", SearchOption.AllDirectories).Append(root))
        {
            if (IsIndex(folder)) continue;
            SyncNames(folder);
            foreach (var file in Directory.GetFiles(folder)) _bytes[file] = Read(file);
        }
    }

    /// <summary>A step is about to be done, and will succeed.</summary>
    public void Note(DiskStep step, string path)
    {
        lock (_lock)
        {
            if (step == DiskStep.SyncData) _bytes[path] = Read(path);
            if (step == DiskStep.SyncFolder) SyncNames(path);
            if (step == DiskStep.Rename && _bytes.TryGetValue(path + ".new", out var renamed)) _bytes[path] = renamed;
            if (step == DiskStep.Delete && Path.GetDirectoryName(path) == Path.Combine(root, "open")) CopyIndex();
        }
    }

    /// <summary>The folder as it is found when power is back.</summary>
    public void Restore(string into)
    {
        lock (_lock)
        {
            foreach (var (folder, names) in _names)
            {
                var target = Directory.CreateDirectory(Path.Combine(into, Path.GetRelativePath(root, folder))).FullName;
                foreach (var name in names)
                {
                    var path = Path.Combine(folder, name);
                    if (Directory.Exists(path)) Directory.CreateDirectory(Path.Combine(target, name));
                    else File.WriteAllBytes(Path.Combine(target, name), _bytes.GetValueOrDefault(path) ?? []);
                }
            }
        }
        TestFolder.CopyTo(_index!.Path, Directory.CreateDirectory(Path.Combine(into, "index")).FullName);
        _index.Dispose();
    }

    private void CopyIndex()
    {
        _index?.Dispose();
        _index = new TestFolder();
        TestFolder.CopyTo(Path.Combine(root, "index"), _index.Path);
    }

    private void SyncNames(string folder) => _names[folder] = [.. Directory.GetFileSystemEntries(folder).Select(path => Path.GetFileName(path)).Where(name => name != "index")];

    private bool IsIndex(string folder) => folder.StartsWith(Path.Combine(root, "index"), StringComparison.Ordinal);

    private static byte[] Read(string path)
    {
        using var file = new FileStream(path, new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete });
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
