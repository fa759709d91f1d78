namespace Archive.Tests.Cli;

/// <summary>Objects that others made: the shared corpus, or the repository's own fixtures where that is absent.</summary>
internal static class CliCorpus
{
    /// <summary>The repository.</summary>
    public static string Root { get; } = Up("Concord.slnx");

    public static string Fixtures { get; } = Path.Combine(Root, "tests", "Fixtures");

    public static string? Shared { get; } = FindShared();

    /// <summary>DICOM files below a folder of the corpus; of the fixtures when there is no corpus.</summary>
    public static IEnumerable<string> Files(string folder, int most)
    {
        var root = Shared is { } shared ? Path.Combine(shared, folder) : Path.Combine(Fixtures, "synthetic");
        return Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Where(IsDicom).Order(StringComparer.Ordinal).Take(most);
    }

    private static bool IsDicom(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> start = stackalloc byte[132];
        return file.ReadAtLeast(start, 132, throwOnEndOfStream: false) == 132 && start[128..].SequenceEqual("DICM"u8);
    }

    private static string? FindShared()
    {
        if (Environment.GetEnvironmentVariable("CONCORD_CORPUS") is { Length: > 0 } named) return Directory.Exists(named) ? named : null;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "shared", "corpus", "manifest.csv"))) return Path.Combine(folder.FullName, "shared", "corpus");
        return null;
    }

    private static string Up(string to)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, to))) return folder.FullName;
        throw new DirectoryNotFoundException($"{to} is in no parent of {AppContext.BaseDirectory}");
    }
}
