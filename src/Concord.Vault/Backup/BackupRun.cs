using Concord.Vault.Blobs;
using Concord.Vault.Lifecycle;
using Concord.Vault.Receive;

namespace Concord.Vault.Backup;

/// <summary>One backup: makes the next restore point. docs/flows/backup.md says why the order is what it is, and why looking again is enough.</summary>
internal sealed class BackupRun
{
    /// <summary>After the first, looks are short and the gate is closed; more than one is needed only where somebody does not keep to the gate.</summary>
    private const int MaxLooks = 5;

    /// <summary>Longest that a decision about bundles which is just being made is waited for.</summary>
    private static readonly TimeSpan GateLimit = TimeSpan.FromMinutes(2);

    private readonly DataFolder _folder;
    private readonly BackupRepository _repository;
    private readonly Action<VerifyFinding> _tell;
    private readonly IProgress<VaultProgress>? _progress;
    private readonly ObjectCopier _copier;
    private readonly FileBackup _files;
    private readonly List<byte[]> _lines = [];
    private readonly TimeProvider _time;
    private readonly Dictionary<string, BackupLine> _filesBefore = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BackupLine> _listsBefore = new(StringComparer.Ordinal);
    private VaultProgress _sum;
    private long _highest;
    private long _factsEnd;

    public BackupRun(DataFolder folder, BackupRepository repository, TimeProvider time, Action<VerifyFinding> tell, IProgress<VaultProgress>? progress)
    {
        (_folder, _repository, _time, _tell, _progress) = (folder, repository, time, tell, progress);
        _copier = new(repository);
        _files = new(folder, repository, _copier, tell);
    }

    /// <summary>The restore point is whole and durable on return.</summary>
    /// <exception cref="VaultException">Bundles were replaced during every look.</exception>
    public async Task<BackupResult> Run(CancellationToken cancel)
    {
        var at = _time.GetUtcNow();
        var points = _repository.ListPoints();
        var number = points.Count == 0 ? 1 : points[^1] + 1;
        Recall(points);
        var head = new BackupLine(BackupLine.PointKind)
        {
            Number = number, At = at, Layout = (await File.ReadAllTextAsync(_folder.Format, cancel)).Trim(), Before = points.Count == 0 ? null : RestorePoint.DigestOf(_repository, points[^1]),
        };
        for (var look = 1; ; look++)
        {
            using var gate = look == 1 ? null : await Close(cancel);
            if (Look(head, cancel)) break;
            if (look == MaxLooks) throw new VaultException("Bundles are being replaced all the time: the backup did not come to an end.");
        }
        Commit(number);
        await new PurgeSweep(_repository, _tell).Run(FactsLook.Read(_folder, 0, _factsEnd).Replacing, cancel);
        return new(number, at, _sum.Bundles, _sum.Entries, _sum.Bytes, _copier.BytesRead, _copier.ObjectsNew, _copier.BytesNew);
    }

    /// <summary>Copies everything that is not yet copied. False when bundles were replaced meanwhile: then what they are in now may not have been seen.</summary>
    private bool Look(BackupLine head, CancellationToken cancel)
    {
        _lines.Clear();
        (_sum, _highest) = (default, 0);
        Add(head);
        var facts = FactsLook.Read(_folder);
        // 1 spooled objects: one that goes away while we look has joined a bundle, and bundles come after
        foreach (var spooled in _folder.ListSpool().Order()) Add(_files.CopySpooled(spooled, Before(_folder.SpoolPathOf(spooled)), cancel), isFile: true);
        // 2 bundles
        foreach (var list in new ListBackup(_folder, _repository, _copier, _listsBefore, _tell).Copy(facts, cancel))
        {
            Add(list);
            _listsBefore[list.Path!] = list;
            _sum = new(_sum.Bundles + list.Bundles!.Value, _sum.Entries + list.Entries!.Value, _sum.Bytes + list.Length!.Value);
            _progress?.Report(_sum);
        }
        // 3 all else, and last the facts: whatever an object that was copied presupposes is in them
        BackupLine? last = null;
        foreach (var path in FilesLeft()) Add(last = _files.Copy(path, Before(path), cancel), isFile: true);
        var since = FactsLook.Read(_folder, facts.End, Math.Max(facts.End, last?.Length ?? 0));
        _factsEnd = since.End;
        _highest = Math.Max(_highest, Math.Max(facts.Highest, since.Highest));
        _lines.Add(new BackupLine(BackupLine.EndKind) { Bundles = _sum.Bundles, Entries = _sum.Entries, Length = _sum.Bytes, Highest = _highest, Lines = _lines.Count }.ToBytes());
        return !since.AnyReplaced;
    }

    private async Task<RemovalGate> Close(CancellationToken cancel)
    {
        try
        {
            return await RemovalGate.TryClose(_folder, GateLimit, _time, cancel) ?? throw new VaultException($"The data folder {_folder.Root} is being backed up by another process.");
        }
        catch (TimeoutException error)
        {
            throw new VaultException(error.Message, error);
        }
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

    private void Add(BackupLine? line, bool isFile = false)
    {
        if (line is null) return;
        _lines.Add(line.ToBytes());
        _highest = Math.Max(_highest, line.Highest ?? 0);
        if (isFile) _filesBefore[line.Path!] = line;
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
