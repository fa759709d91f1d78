using Concord.Cli.Sources;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;
using Concord.Dicom.Validation;

namespace Concord.Cli.Listing;

/// <summary>What was found in one file.</summary>
/// <param name="Failure">Why it could not be read, else null.</param>
/// <param name="IsPassedOver">No DICOM file, and nobody had named it.</param>
internal sealed record FileFindings(string Label, IReadOnlyList<Finding> Findings, string? Failure = null, bool IsPassedOver = false)
{
    /// <summary>Files up to this many bytes are read whole; of larger ones what comes before Pixel Data.</summary>
    private const long LargestWhole = 256L << 20;

    private const int HeadBytes = 64 << 20;

    public static async Task<FileFindings> Of(SourceEntry entry, ValidationOptions options, CancellationToken cancel)
    {
        try
        {
            return new(entry.Label, entry.Length <= LargestWhole ? await OfWhole(entry, options, cancel) : await OfHead(entry, options, cancel));
        }
        catch (DicomFormatException damaged)
        {
            return new(entry.Label, [], damaged.Message, IsPassedOver: !entry.IsNamed && !await HasPrefix(entry, cancel));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return new(entry.Label, [], failure.Message);
        }
    }

    private static async Task<List<Finding>> OfWhole(SourceEntry entry, ValidationOptions options, CancellationToken cancel) =>
        [.. FileValidator.Validate(await Read(entry, (int)LargestWhole, cancel), options)];

    private static async Task<List<Finding>> OfHead(SourceEntry entry, ValidationOptions options, CancellationToken cancel)
    {
        var (_, head) = Part10.Read(await Read(entry, HeadBytes, cancel), new DataSetReadOptions { StopAt = Tags.PixelData });
        return [.. DataSetValidator.Validate(head, options with { IsHead = true })];
    }

    private static async Task<byte[]> Read(SourceEntry entry, int mostBytes, CancellationToken cancel)
    {
        var bytes = new byte[(int)Math.Min(entry.Length, mostBytes)];
        await using var stream = entry.Open();
        await stream.ReadExactlyAsync(bytes, cancel);
        // the end is where a ZIP entry is checked
        if (entry.Length <= mostBytes && await stream.ReadAsync(new byte[1], cancel) != 0) throw new IOException("The file became longer.");
        return bytes;
    }

    /// <summary>It says of itself that it is DICOM: then it is damaged, not something else.</summary>
    private static async Task<bool> HasPrefix(SourceEntry entry, CancellationToken cancel)
    {
        var start = new byte[Part10.PreambleLength + 4];
        await using var stream = entry.Open();
        var read = await stream.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancel);
        return read == start.Length && start.AsSpan(Part10.PreambleLength).SequenceEqual("DICM"u8);
    }
}
