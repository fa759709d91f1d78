using Concord.Vault.Blobs;
using Concord.Vault.Lifecycle;

namespace Concord.Vault.Backup;

/// <summary>One backup: makes the next restore point. Under a closed <see cref="RemovalGate"/>. Blocking; docs/flows/backup.md says why the order is what it is.</summary>
internal sealed class BackupRun
{
    private readonly DataFolder _folder;
    private readonly BackupRepository _repository;
    private readonly Action<VerifyFinding> _tell;
    private readonly IProgress<VaultProgress>? _progress;
    private readonly ObjectCopier _copier;
    private readonly FileCopier _files;
    private readonly List<byte[]> _lines = [];
    private readonly Dictionary<string, BackupLine> _filesBefore = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BackupLine> _listsBefore = new(StringComparer.Ordinal);
    private VaultProgress _sum;

    public BackupRun(DataFolder folder, BackupRepository repository, Action<VerifyFinding> tell, IProgress<VaultProgress>? progress)
    {
        (_folder, _repository, _tell, _progress) = (folder, repository, tell, progress);
        _copier = new(repository);
        _files = new(folder, repository, _copier, tell);
    }

    /// <summary>The restore point is whole and durable on return.</summary>
    public BackupResult Run(DateTimeOffset at, CancellationToken cancel)
    {
        var points = _repository.ListPoints();
        var number = points.Count == 0 ? 1 : points[^1] + 1;
        Recall(points);
        Add(new(BackupLine.PointKind)
        {
            Number = number, At = at, Layout = File.ReadAllText(_folder.Format).Trim(), Before = points.Count == 0 ? null : RestorePoint.DigestOf(_repository, points[^1]),
        });
        // 1 spooled objects: one that goes away while we look has joined a bundle, and bundles come after
        foreach (var spooled in _folder.ListSpool().Order()) Add(_files.CopySpooled(spooled, Before(_folder.SpoolPathOf(spooled)), cancel));
        // 2 bundles
        var bundles = new ListCopier(_folder, _repository, _copier, _listsBefore, _tell);
        foreach (var list in bundles.Copy(cancel))
        {
            Add(list);
            _sum = new(_sum.Bundles + list.Bundles!.Value, _sum.Entries + list.Entries!.Value, _sum.Bytes + list.Length!.Value);
            _progress?.Report(_sum);
        }
        // 3 all else, and last the facts: whatever an object that was copied presupposes is in them
        foreach (var path in FilesLeft()) Add(_files.Copy(path, Before(path), cancel));
        Add(new(BackupLine.EndKind) { Bundles = _sum.Bundles, Entries = _sum.Entries, Length = _sum.Bytes, Lines = _lines.Count });
        Commit(number);
        return new(number, at, _sum.Bundles, _sum.Entries, _sum.Bytes, _copier.BytesRead, _copier.ObjectsNew, _copier.BytesNew);
    }

    /// <summary>What the newest whole restore point has, to be compared with.</summary>
    private void Recall(IReadOnlyList<long> points)
    {
        foreach (var number in points.Reverse())
        {
            if (RestorePoint.TryRead(_repository, number) is { } point)
            {
                foreach (var line in point.Files) _filesBefore[line.Path!] = line;
                foreach (var line in point.Lists) _listsBefore[line.Path!] = line;
                return;
            }
            _tell(new(null, null, $"restore point {number} is damaged"));
        }
    }

    private BackupLine? Before(string path) => _filesBefore.GetValueOrDefault(Path.GetRelativePath(_folder.Root, path));

    private void Add(BackupLine? line)
    {
        if (line is not null) _lines.Add(line.ToBytes());
    }

    /// <summary>Files of the data folder that are neither bundles nor spooled, nor made anew by who opens it; the facts at the end.</summary>
    private IEnumerable<string> FilesLeft()
    {
        var folders = Directory.EnumerateDirectories(_folder.Root).Where(DataFolder.IsOfArchive).SelectMany(path => Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories));
        var files = Directory.EnumerateFiles(_folder.Root).Where(DataFolder.IsOfArchive);
        return folders.Concat(files).Where(path => path != _folder.Facts).Order(StringComparer.Ordinal).ToList().Append(_folder.Facts);
    }

    /// <summary>Everything that the restore point names is durable before it is; only then is what was noted of the way forgotten.</summary>
    private void Commit(long number)
    {
        _repository.SyncNames();
        var path = _repository.PointPath(number);
        using (var file = _repository.Disk.OpenOrCreate(path + ".new"))
        {
            long end = 0;
            foreach (var line in _lines)
            {
                file.Write(line, end);
                end += line.Length;
            }
            file.Truncate(end);
            file.SyncData();
        }
        _repository.Disk.Rename(path + ".new", path);
        _repository.Disk.SyncFolder(_repository.Points);
        foreach (var noted in Directory.EnumerateFiles(_repository.Progress)) _repository.Disk.Delete(noted);
    }
}
