namespace Dicom.Tests;

/// <summary>The shared corpus of real and made objects; absent on machines that do not have it.</summary>
internal static class Corpus
{
    public static string? Root { get; } = FindRoot();

    /// <summary>Whole sweeps were asked for; else samples suffice.</summary>
    public static bool IsWholeSweep => Environment.GetEnvironmentVariable("CONCORD_ALL") == "1";

    /// <summary>The rows of a table, by column name.</summary>
    public static IEnumerable<Dictionary<string, string>> Rows(string table)
    {
        if (Root is null) yield break;
        using var lines = File.ReadLines(Path.Combine(Root, table)).GetEnumerator();
        if (!lines.MoveNext()) yield break;
        var header = Split(lines.Current);
        while (lines.MoveNext())
        {
            var cells = Split(lines.Current);
            yield return header.Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second);
        }
    }

    /// <summary>Every file of the manifest, or every <paramref name="stride"/>th when only a sample is wanted.</summary>
    public static IEnumerable<Dictionary<string, string>> Manifest(int stride) =>
        Rows("manifest.csv").Where((_, index) => IsWholeSweep || index % stride == 0);

    public static byte[] Read(string path) => File.ReadAllBytes(Path.Combine(Root!, path));

    /// <summary>The cells of a line of a comma-separated table.</summary>
    public static string[] Cells(string line) => [.. Split(line)];

    private static List<string> Split(string line)
    {
        List<string> cells = [];
        var cell = new System.Text.StringBuilder();
        var isQuoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && isQuoted && i + 1 < line.Length && line[i + 1] == '"') cell.Append(line[++i]);
            else if (line[i] == '"') isQuoted = !isQuoted;
            else if (line[i] == ',' && !isQuoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else cell.Append(line[i]);
        }
        cells.Add(cell.ToString());
        return cells;
    }

    private static string? FindRoot()
    {
        if (Environment.GetEnvironmentVariable("CONCORD_CORPUS") is { Length: > 0 } named) return Directory.Exists(named) ? named : null;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "corpus");
            if (File.Exists(Path.Combine(candidate, "manifest.csv"))) return candidate;
        }
        return null;
    }
}
