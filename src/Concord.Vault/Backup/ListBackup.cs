using Concord.Vault.Blobs;
using Concord.Vault.Lifecycle;

namespace Concord.Vault.Backup;

/// <summary>Copies the bundles folder by folder; each folder's lines are an object of the repository, shared by the restore points in which it is the same. Blocking.</summary>
internal sealed class ListBackup(
    DataFolder folder, BackupRepository repository, ObjectCopier copier, IReadOnlyDictionary<string, BackupLine> before, Action<VerifyFinding> tell)
{
    private readonly BundleLocator _locator = new(folder);
    private readonly BundleBackup _bundles = new(folder, repository, copier, tell);

    /// <summary>A line for each folder that has bundles, lowest first.</summary>
    /// <param name="facts">They say which bundles are meant: those that were replaced are not.</param>
    public IEnumerable<BackupLine> Copy(FactsLook facts, CancellationToken cancel)
    {
        foreach (var ids in facts.BundlesOf(folder, _locator).GroupBy(id => Path.GetRelativePath(folder.Root, Path.GetDirectoryName(folder.PathOf(id))!)))
            if (CopyList(ids.Key, [.. ids.Order()], cancel) is { } list) yield return list;
    }

    private BackupLine? CopyList(string path, IReadOnlyList<long> ids, CancellationToken cancel)
    {
        var known = Recall(path);
        using var notes = new ProgressNotes(repository, Path.GetFileName(path));
        foreach (var line in notes.Read()) known[line.BundleId!.Value] = line;
        var bytes = new MemoryStream();
        long bundles = 0, entries = 0, length = 0, highest = 0;
        foreach (var id in ids)
        {
            var was = known.GetValueOrDefault(id);
            if (_bundles.Copy(id, _locator.PathOf(id), was, cancel) is not { } line) continue;
            if (line != was) notes.Add(line);
            bytes.Write(line.ToBytes());
            (bundles, entries, length, highest) = (bundles + 1, entries + line.Entries!.Value, length + line.Length!.Value, Math.Max(highest, line.Highest!.Value));
        }
        if (bundles == 0) return null;
        return new(BackupLine.ListKind) { Path = path, Sha256 = copier.Keep(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)), Bundles = bundles, Entries = entries, Length = length, Highest = highest };
    }

    private Dictionary<long, BackupLine> Recall(string path)
    {
        if (!before.TryGetValue(path, out var list)) return [];
        if (RestorePoint.TryReadList(repository, list.Sha256!) is { } lines) return lines.ToDictionary(line => line.BundleId!.Value);
        tell(new(null, null, $"the backup's list of {path} is damaged; its bundles are read again"));
        return [];
    }
}
