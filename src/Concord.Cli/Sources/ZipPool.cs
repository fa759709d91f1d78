using System.Collections.Concurrent;
using System.IO.Compression;

namespace Concord.Cli.Sources;

/// <summary>Opens entries of one ZIP for several readers at once: an archive object serves one reader at a time, so there are as many as readers.</summary>
internal sealed class ZipPool(string path) : IDisposable
{
    private readonly ConcurrentBag<ZipArchive> _idle = [];

    /// <summary>The entries that are files.</summary>
    /// <exception cref="InvalidDataException">The file is no ZIP.</exception>
    public List<(int Index, string Name, long Length)> List()
    {
        var archive = Rent();
        var entries = new List<(int, string, long)>();
        for (var i = 0; i < archive.Entries.Count; i++)
            if (archive.Entries[i] is { Name.Length: > 0 } entry) entries.Add((i, entry.FullName, entry.Length));
        _idle.Add(archive);
        return entries;
    }

    /// <summary>An entry's bytes, inflated as they are read.</summary>
    /// <exception cref="InvalidDataException">The entry is damaged.</exception>
    public Stream Open(int index)
    {
        var archive = Rent();
        try
        {
            var entry = archive.Entries[index];
            return new EntryStream(entry.Open(), entry.Crc32, () => _idle.Add(archive));
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var archive)) archive.Dispose();
    }

    private ZipArchive Rent() => _idle.TryTake(out var archive) ? archive : ZipFile.OpenRead(path);
}
