using System.IO.Compression;

namespace Whole.Tests.Harness;

/// <summary>What lies on the disk: the bundle files of a data folder, looked at with <c>unzip</c>'s eyes.</summary>
internal static class Bundles
{
    /// <summary>Every sealed bundle (a ZIP with a central directory) that holds this instance.</summary>
    public static List<string> Holding(string data, string sopInstanceUid) =>
        [.. Files(data).Where(f => Entries(f) is { } names && names.Contains(sopInstanceUid + ".dcm"))];

    public static IEnumerable<string> Files(string data) => Directory.EnumerateFiles(data, "*.zip", SearchOption.AllDirectories);

    /// <summary>Names in the central directory; null where there is none (an open bundle).</summary>
    public static List<string>? Entries(string file)
    {
        try
        {
            using var zip = ZipFile.OpenRead(file);
            return [.. zip.Entries.Select(e => e.FullName)];
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    public static async Task AssertSound(string file) => (await ToolRun.Run("unzip", ["-tq", file])).Succeeded();
}
