using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;

namespace Concord.Cli.Listing;

/// <summary>A file in memory, parsed.</summary>
/// <param name="IsCutShort">The file is too large to be held: only what comes before Pixel Data is here.</param>
internal sealed record ReadFile(string Path, Part10Head Head, DataSet DataSet, bool IsCutShort)
{
    /// <summary>Files up to this many bytes are read whole.</summary>
    private const long LargestWhole = 1L << 30;

    /// <summary>Of larger ones this much is read.</summary>
    private const int HeadBytes = 64 << 20;

    /// <exception cref="DicomFormatException">This is no DICOM file.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<ReadFile> Load(string path, CancellationToken cancel)
    {
        if (new FileInfo(path).Length <= LargestWhole)
        {
            var (head, dataSet) = Part10.Read(await File.ReadAllBytesAsync(path, cancel));
            return new(path, head, dataSet, IsCutShort: false);
        }
        var start = new byte[HeadBytes];
        await using (var file = File.OpenRead(path)) await file.ReadExactlyAsync(start, cancel);
        var (largeHead, largeStart) = Part10.Read(start, new DataSetReadOptions { StopAt = Tags.PixelData });
        return new(path, largeHead, largeStart, IsCutShort: true);
    }
}
