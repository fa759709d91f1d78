namespace Concord.Cli.Sources;

/// <summary>Finds what to send: files, folders with all below them, ZIPs, and what a DICOMDIR refers to. Lazy: memory does not grow with the number of files.</summary>
/// <param name="problem">Told of paths that are not there and references that lead nowhere.</param>
internal sealed class SourceWalk(Action<SourceProblem> problem) : IDisposable
{
    private const int MagicBytes = 4;
    private readonly Dictionary<string, ZipPool> _zips = new(StringComparer.Ordinal);

    /// <summary>All entries below the paths, in a fixed order.</summary>
    public IEnumerable<SourceEntry> Entries(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            if (Directory.Exists(path))
            {
                foreach (var entry in Below(new DirectoryInfo(path))) yield return entry;
            }
            else if (File.Exists(path))
            {
                foreach (var entry in Of(new FileInfo(path), isNamed: true)) yield return entry;
            }
            else
            {
                problem(new(path, "is not there"));
            }
        }
    }

    public void Dispose()
    {
        foreach (var zip in _zips.Values) zip.Dispose();
        _zips.Clear();
    }

    private IEnumerable<SourceEntry> Below(DirectoryInfo folder)
    {
        FileSystemInfo[] children;
        try
        {
            children = [.. folder.EnumerateFileSystemInfos().OrderBy(child => child.Name, StringComparer.Ordinal)];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problem(new(folder.FullName, failure.Message));
            yield break;
        }
        foreach (var child in children)
        {
            if (child is DirectoryInfo { LinkTarget: not null }) continue; // a link may lead round in a circle
            if (child is FileInfo { Length: 0 }) continue;                 // also pipes and devices, whose opening may never end
            var entries = child is DirectoryInfo below ? Below(below) : child is FileInfo file ? Of(file, isNamed: false) : [];
            foreach (var entry in entries) yield return entry;
        }
    }

    private IEnumerable<SourceEntry> Of(FileInfo file, bool isNamed)
    {
        if (IsZip(file)) return InZip(file);
        if (!file.Name.Equals("DICOMDIR", StringComparison.OrdinalIgnoreCase)) return [Plain(file, isNamed)];
        return isNamed ? DicomdirReferences.Entries(file, problem) : []; // in a folder its files are met anyway
    }

    internal static SourceEntry Plain(FileInfo file, bool isNamed) => new(file.FullName, file.Length, new(file.LastWriteTimeUtc), isNamed,
        () => new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan | FileOptions.Asynchronous));

    private IEnumerable<SourceEntry> InZip(FileInfo file)
    {
        List<(int Index, string Name, long Length)> entries;
        ZipPool pool;
        try
        {
            if (!_zips.TryGetValue(file.FullName, out var known)) _zips[file.FullName] = known = new(file.FullName);
            pool = known;
            entries = pool.List();
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            problem(new(file.FullName, $"is no ZIP that can be read: {failure.Message}"));
            yield break;
        }
        foreach (var (index, name, length) in entries)
            yield return new($"{file.FullName}!{name}", length, new(file.LastWriteTimeUtc), IsNamed: false, () => pool.Open(index));
    }

    private static bool IsZip(FileInfo file)
    {
        try
        {
            using var start = file.OpenRead();
            Span<byte> magic = stackalloc byte[MagicBytes];
            return start.ReadAtLeast(magic, MagicBytes, throwOnEndOfStream: false) == MagicBytes && (magic.SequenceEqual("PK\x03\x04"u8) || magic.SequenceEqual("PK\x05\x06"u8));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false; // opening it as an object says why
        }
    }
}
