using Concord.Vault.Blobs;
using Concord.Vault.Lifecycle;

namespace Concord.Vault.Backup;

/// <summary>The repository's journal of purges: restore points that name a purged object are given what is left of it. Blocking.</summary>
internal sealed class PurgedObjects
{
    private readonly BackupRepository _repository;
    private readonly Dictionary<string, PurgedLine> _byObject = new(StringComparer.Ordinal);

    private PurgedObjects(BackupRepository repository) => _repository = repository;

    /// <summary>Purges up to this fact are carried out.</summary>
    public long UpTo { get; private set; }

    private string FilePath => Path.Combine(_repository.Root, "purged");

    public static PurgedObjects Open(BackupRepository repository)
    {
        var purged = new PurgedObjects(repository);
        if (!File.Exists(purged.FilePath)) return purged;
        using var file = Posix.OpenUnlocked(purged.FilePath);
        foreach (var bytes in JournalLines.Of(file, 0, RandomAccess.GetLength(file)))
            if (PurgedLine.TryParse(bytes) is { } line) purged.Take(line);
        return purged;
    }

    /// <summary>What became of an object, with all that was purged of it, one time after the other; null when nothing was.</summary>
    public PurgedLine? Find(string sha256)
    {
        if (!_byObject.TryGetValue(sha256, out var line)) return null;
        while (line.Now is { } now && _byObject.TryGetValue(now, out var next)) line = next with { Was = sha256, Objects = [.. line.Objects!, .. next.Objects!] };
        return line;
    }

    /// <summary>The object in its place; null when nothing was purged of it, or nothing is left.</summary>
    public string? Now(string sha256) => Find(sha256)?.Now;

    /// <summary>Durable on return.</summary>
    public void Add(PurgedLine line)
    {
        using var file = _repository.Disk.OpenOrCreate(FilePath);
        byte[] bytes = [(byte)'\n', .. line.ToBytes()]; // the empty line ends one that was torn
        file.Write(bytes, file.Length);
        file.SyncData();
        _repository.Disk.SyncFolder(_repository.Root);
        Take(line);
    }

    private void Take(PurgedLine line)
    {
        if (line.UpTo is { } upTo) UpTo = Math.Max(UpTo, upTo);
        if (line is { Was: { } was, Objects: not null }) _byObject[was] = line;
    }
}
