using Concord.Vault.Lifecycle;

namespace Concord.Vault.Backup;

/// <summary>Reads what restore points name and holds it against its hashes, each object once. Blocking.</summary>
/// <param name="setAside">Objects that are not right lose their name, so that the next backup writes them anew; else nothing is changed.</param>
internal sealed class RepositoryCheck(BackupRepository repository, bool setAside, Action<VerifyFinding> tell, IProgress<VaultProgress>? progress)
{
    private readonly VerifiedCopy _copy = new(repository);
    private readonly ObjectSet _seen = new();
    private VaultProgress _sum;

    public VaultProgress Run(IReadOnlyList<long> points, CancellationToken cancel)
    {
        foreach (var number in points)
        {
            if (RestorePoint.TryRead(repository, number) is not { } point)
            {
                tell(new(null, null, $"restore point {number} is damaged"));
                continue;
            }
            CheckChain(point);
            foreach (var list in point.Lists) CheckList(list, number, cancel);
            foreach (var file in point.Files)
                foreach (var piece in file.Pieces!)
                    if (repository.Purged.Find(piece) is null && !IsRight(piece, null, cancel)) tell(new(null, null, $"{file.Path} of restore point {number} is not what was backed up"));
        }
        return _sum;
    }

    /// <summary>The point before is the one that this one was made after; the oldest may have lost its predecessor to pruning.</summary>
    private void CheckChain(RestorePoint point)
    {
        var before = repository.ListPoints().LastOrDefault(number => number < point.Number);
        if (before > 0 && point.Head.Before != RestorePoint.DigestOf(repository, before)) tell(new(null, null, $"restore point {before} is not the one that {point.Number} was made after"));
    }

    private void CheckList(BackupLine list, long point, CancellationToken cancel)
    {
        if (!_seen.Add(list.Sha256!)) return; // shared with a point that was looked at
        if (RestorePoint.TryReadList(repository, list.Sha256!) is not { } bundles)
        {
            tell(new(null, null, $"the list of {list.Path} of restore point {point} is damaged or missing"));
            SetAside(list.Sha256!);
            return;
        }
        foreach (var named in bundles)
        {
            var line = repository.Purged.Find(named.Sha256!) is { } gone ? named with { Sha256 = gone.Now, Length = gone.Length } : named;
            if (line.Sha256 is null) continue; // all of it was purged
            if (!IsRight(line.Sha256!, line.Length, cancel)) tell(new(line.BundleId, null, $"the bundle's bytes in the backup are not those that were backed up (restore point {point})"));
            else _sum = _sum with { Bundles = _sum.Bundles + 1, Entries = _sum.Entries + line.Entries!.Value };
            progress?.Report(_sum);
        }
    }

    private bool IsRight(string sha256, long? wanted, CancellationToken cancel)
    {
        if (!_seen.Add(sha256)) return true;
        var (length, isRight) = _copy.To(null, 0, sha256, cancel);
        _sum = _sum with { Bytes = _sum.Bytes + length };
        if (isRight && (wanted is null || wanted == length)) return true;
        SetAside(sha256);
        return false;
    }

    private void SetAside(string sha256)
    {
        var path = repository.ObjectPath(sha256);
        if (setAside && File.Exists(path)) repository.Disk.Rename(path, path + ".damaged");
    }
}
