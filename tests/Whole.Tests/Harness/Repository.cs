namespace Whole.Tests.Harness;

/// <summary>Where things lie: the repository root, the built programs, the corpus.</summary>
internal static class Repository
{
    /// <summary>The folder that holds <c>Concord.slnx</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Debug or Release: that of the tests themselves, so that a run never mixes the two.</summary>
    public static string Configuration { get; } =
        AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";

    public static string ServerDll { get; } = Built("Concord.Server", "Concord.Server.dll");

    public static string CliDll { get; } = Built("Concord.Cli", "concord.dll");

    /// <summary>True when the whole sweeps were asked for (<c>./test --all</c>).</summary>
    public static bool All { get; } = Environment.GetEnvironmentVariable("CONCORD_ALL") == "1";

    /// <summary>The large corpus, or null where it is absent.</summary>
    public static string? SharedCorpus { get; } = FindCorpus();

    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Built(string project, string file) => At("src", project, "bin", Configuration, "net10.0", file);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Concord.slnx"))) return folder.FullName;
        throw new DirectoryNotFoundException("Concord.slnx is in no parent of " + AppContext.BaseDirectory);
    }

    private static string? FindCorpus()
    {
        if (Environment.GetEnvironmentVariable("CONCORD_CORPUS") is { Length: > 0 } named)
            return File.Exists(Path.Combine(named, "manifest.csv")) ? named : throw new DirectoryNotFoundException("CONCORD_CORPUS has no manifest.csv: " + named);
        for (var folder = new DirectoryInfo(Root).Parent; folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "corpus");
            if (File.Exists(Path.Combine(candidate, "manifest.csv"))) return candidate;
        }

        return null;
    }
}
