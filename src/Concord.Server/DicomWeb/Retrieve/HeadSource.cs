using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Server.Settings;
using Concord.Vault.Bundles;

namespace Concord.Server.DicomWeb.Retrieve;

/// <summary>Stored data sets whole, but for the bytes of the pixels, which are not read.</summary>
internal sealed class HeadSource(BundleReader bundles, DicomWebOptions options)
{
    /// <summary>Values over this many bytes are not in <see cref="EntryHead.Head"/>.</summary>
    private const int MaxValueInHead = 64 << 10;

    /// <summary>Item tag and length of a sequence delimiter.</summary>
    private const int DelimiterLength = 8;

    /// <summary>Stands for pixels, so that they get their BulkDataURI.</summary>
    private static readonly byte[] Elsewhere = new byte[2];

    /// <summary>What comes before the pixel data, long values too, two bytes in the place of the pixels, and what comes after them.</summary>
    /// <exception cref="BadHttpRequestException">That is larger than what is held in memory: 413.</exception>
    public async Task<DataSet> ReadAll(BundleEntry entry, CancellationToken cancel)
    {
        var found = await bundles.ReadHead(entry, cancel);
        if (found.PixelDataOffset < 0)
        {
            var isWhole = entry.DataSetLength <= MaxValueInHead && !entry.TransferSyntax.IsDeflated; // no value can have been left out
            return isWhole ? found.Head : Correct(entry, await Read(entry, entry.DataSetOffset, entry.DataSetLength, cancel)) ?? found.Head;
        }
        var headLength = found.PixelDataOffset - HeaderLength(entry.TransferSyntax) - entry.DataSetOffset;
        var dataSet = headLength <= MaxValueInHead ? found.Head : Correct(entry, await Read(entry, entry.DataSetOffset, headLength, cancel)) ?? found.Head;
        dataSet.Set(new DataElement(found.PixelData, await PixelVr(found, cancel), found.PixelDataLength == 0 ? ReadOnlyMemory<byte>.Empty : Elsewhere));
        var tail = await EndOfPixels(found, cancel);
        if (await Read(entry, tail, entry.DataSetOffset + entry.DataSetLength - tail, cancel) is { } after)
            foreach (var element in after) dataSet.Set(element);
        return dataSet;
    }

    private DataSet? Correct(BundleEntry entry, DataSet? read) => read is null ? null : bundles.Correct(entry, read);

    /// <summary>Elements of a part of a stored data set; null when there are none, or it is not well formed.</summary>
    private async Task<DataSet?> Read(BundleEntry entry, long offset, long length, CancellationToken cancel)
    {
        if (length <= 0) return null;
        if (length > options.MaxReencodeBytes) throw new BadHttpRequestException("The data set is too large to be taken apart.", StatusCodes.Status413PayloadTooLarge);
        var bytes = new byte[length];
        await using (var stream = bundles.Open(entry.BundleId, offset, length)) await stream.ReadExactlyAsync(bytes, cancel);
        try
        {
            return DataSetReader.Read(bytes, entry.TransferSyntax, new DataSetReadOptions { MaxInflatedBytes = options.MaxReencodeBytes });
        }
        catch (DicomFormatException)
        {
            return null; // what the vault could read of it is all there is
        }
    }

    private async Task<long> EndOfPixels(EntryHead found, CancellationToken cancel)
    {
        if (found.PixelDataLength >= 0) return found.PixelDataOffset + found.PixelDataLength;
        var end = found.Entry.DataSetOffset + found.Entry.DataSetLength;
        return await bundles.ReadFrameTable(found.Entry, cancel) is { } table ? table.PixelData.Offset + table.PixelData.Length + DelimiterLength : end;
    }

    /// <summary>As it stands in the object; of Implicit VR that of the dictionary (PS3.5 §A.1).</summary>
    private async Task<Vr> PixelVr(EntryHead found, CancellationToken cancel)
    {
        if (!found.Entry.TransferSyntax.IsExplicitVr) return DataDictionary.VrOf(found.PixelData);
        var letters = new byte[2];
        await using var stream = bundles.Open(found.Entry.BundleId, found.PixelDataOffset - 8, 2);
        await stream.ReadExactlyAsync(letters, cancel);
        var vr = (Vr)((letters[0] << 8) | letters[1]);
        return vr.IsKnown ? vr : Vr.OW;
    }

    /// <summary>Tag, VR and length before a value of pixel data: OB, OW, OF and OD have the long form (PS3.5 §7.1.2, §7.1.3).</summary>
    private static int HeaderLength(TransferSyntax syntax) => syntax.IsExplicitVr ? 12 : 8;
}
