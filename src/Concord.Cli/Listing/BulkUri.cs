using Concord.Dicom.DataElements;

namespace Concord.Cli.Listing;

/// <summary>Where a large binary value of a file lies, for listings that leave it out.</summary>
internal static class BulkUri
{
    private const int LargestInline = 1024;

    /// <summary>The file and the tag path in it; null for a value that is small enough to be shown.</summary>
    public static string? Of(string file, string path, DataElement element) =>
        element.Fragments is not null || element.Value.Length > LargestInline ? $"{new Uri(Path.GetFullPath(file)).AbsoluteUri}#{path}" : null;
}
