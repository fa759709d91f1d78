using System.Globalization;

namespace Concord.Vault.Blobs;

/// <summary>Where bundles lie below a folder: 1,024 to a folder of their own.</summary>
internal static class BundlePath
{
    private const int BundlesPerFolder = 1024;

    public static string Name(long number) => number.ToString("D10", CultureInfo.InvariantCulture);

    public static string FolderOf(string bundles, long bundleId) => Path.Combine(bundles, (bundleId / BundlesPerFolder).ToString("x5", CultureInfo.InvariantCulture));

    public static string Of(string bundles, long bundleId) => Path.Combine(FolderOf(bundles, bundleId), Name(bundleId) + ".zip");

    /// <summary>Every bundle above <paramref name="after"/>, lowest id first; folders below it are not looked into.</summary>
    public static IEnumerable<long> List(string bundles, long after = -1)
    {
        var first = Path.GetFileName(FolderOf(bundles, Math.Max(0, after + 1)));
        foreach (var folder in Directory.GetDirectories(bundles).Where(folder => Path.GetFileName(folder) is var name && string.CompareOrdinal(name, first) >= 0).Order(StringComparer.Ordinal))
            foreach (var id in Numbers(Directory.EnumerateFiles(folder, "*.zip")).Where(id => id > after).Order()) yield return id;
    }

    /// <summary>The numbers that file names begin with.</summary>
    public static IEnumerable<long> Numbers(IEnumerable<string> paths)
    {
        foreach (var path in paths)
            if (long.TryParse(Path.GetFileName(path).Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) yield return number;
    }
}
