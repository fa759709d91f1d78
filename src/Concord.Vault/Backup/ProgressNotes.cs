using Concord.Vault.Blobs;

namespace Concord.Vault.Backup;

/// <summary>What a backup has copied of one folder of bundles before it came to its end: the next one need not read it again. Lost lines cost reading, nothing else. Blocking.</summary>
internal sealed class ProgressNotes(BackupRepository repository, string name) : IDisposable
{
    private DiskFile? _file;
    private long _end;

    private string FilePath => Path.Combine(repository.Progress, name);

    public IReadOnlyList<BackupLine> Read()
    {
        if (!File.Exists(FilePath)) return [];
        using var file = Posix.OpenUnlocked(FilePath);
        return RestorePoint.ReadLines(file);
    }

    /// <summary>The object of the line has its name in the repository.</summary>
    public void Add(BackupLine line)
    {
        if (_file is null)
        {
            _file = repository.Disk.OpenOrCreate(FilePath);
            _end = _file.Length;
        }
        var bytes = line.ToBytes();
        _file.Write(_end == 0 ? bytes : [(byte)'\n', .. bytes], _end); // an empty line before it ends one that was torn
        _end = _file.Length;
    }

    public void Dispose() => _file?.Dispose();
}
