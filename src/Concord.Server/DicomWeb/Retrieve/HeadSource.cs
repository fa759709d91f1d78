using Concord.Dicom.Encoding;
using Concord.Server.Settings;
using Concord.Vault.Bundles;

namespace Concord.Server.DicomWeb.Retrieve;

/// <summary>Stored data sets without their pixel data, nothing else left out.</summary>
internal sealed class HeadSource(BundleReader bundles, DicomWebOptions options)
{
    /// <summary>Values over this many bytes are not in <see cref="EntryHead.Head"/>.</summary>
    private const int MaxValueInHead = 64 << 10;

    /// <summary>Everything before Pixel Data, long values too, and where the pixel data lies.</summary>
    /// <exception cref="BadHttpRequestException">The head is larger than what is held in memory: 413.</exception>
    public async Task<EntryHead> ReadAll(BundleEntry entry, CancellationToken cancel)
    {
        var found = await bundles.ReadHead(entry, cancel);
        var length = found.PixelDataOffset < 0 ? entry.DataSetLength : found.PixelDataOffset - HeaderLength(entry.TransferSyntax) - entry.DataSetOffset;
        if (length <= MaxValueInHead && !entry.TransferSyntax.IsDeflated) return found; // no value can have been left out
        if (length > options.MaxReencodeBytes) throw new BadHttpRequestException("The data set is too large to be taken apart.", StatusCodes.Status413PayloadTooLarge);
        var bytes = new byte[length];
        await using (var stream = bundles.Open(entry.BundleId, entry.DataSetOffset, length)) await stream.ReadExactlyAsync(bytes, cancel);
        try
        {
            var limits = new DataSetReadOptions { MaxInflatedBytes = options.MaxReencodeBytes };
            return found with { Head = DataSetReader.Read(bytes, entry.TransferSyntax, limits) };
        }
        catch (DicomFormatException)
        {
            return found; // what the vault could read of it
        }
    }

    /// <summary>Tag, VR and length before a value of pixel data: OB, OW, OF and OD have the long form (PS3.5 §7.1.2, §7.1.3).</summary>
    private static int HeaderLength(TransferSyntax syntax) => syntax.IsExplicitVr ? 12 : 8;
}
