using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Microsoft.Win32.SafeHandles;

namespace Concord.Vault.Bundles;

/// <summary>Reads one object of a bundle that is being sealed or checked: its whole data set for the metadata, and where its pixels lie.</summary>
internal sealed class SealedObjectReader(SafeFileHandle file, int maxHeadBytes)
{
    /// <summary>A Deflated data set that inflates to more appears in the metadata with its head only.</summary>
    private const long MaxInflatedBytes = 256 << 20;

    /// <summary>The data set, borrowed for the call of <paramref name="take"/>; what cannot be read whole is given as its head.</summary>
    public void Read(BundleEntry entry, Action<DataSet> take)
    {
        if (entry.DataSetLength is > 0 and <= int.MaxValue)
        {
            using var range = new MappedRange(file, entry.DataSetOffset, (int)entry.DataSetLength);
            if (TryRead(range.Memory, entry.TransferSyntax) is { } whole)
            {
                take(whole);
                return;
            }
        }
        take(HeadWithPixels(entry));
    }

    /// <summary>As above, for a data set that lies in memory.</summary>
    public void Read(BundleEntry entry, ReadOnlyMemory<byte> dataSet, Action<DataSet> take) => take(TryRead(dataSet, entry.TransferSyntax) ?? HeadWithPixels(entry));

    /// <summary>Place of the pixel data and its fragments, as offsets of the bundle file; and the head.</summary>
    /// <param name="inMemory">The data set's bytes, when they are there already.</param>
    public (DataSet Head, PixelDataPlace? Place, List<ByteRange> Fragments) Locate(BundleEntry entry, ReadOnlyMemory<byte>? inMemory = null)
    {
        ByteSource source = inMemory is { } bytes ? new ByteSource.Memory(new(bytes)) : new ByteSource.OpenFile(file, entry.DataSetOffset, entry.DataSetLength);
        var (head, elementOffset) = HeadReader.Read(source, entry.TransferSyntax, maxHeadBytes);
        var fragments = new List<ByteRange>();
        if (elementOffset < 0 || PixelDataPlace.Read(source, entry.TransferSyntax, elementOffset, walk: false) is not { } place) return (head, null, fragments);
        if (place.Length < 0) PixelDataPlace.WalkFragments(source, place.ValueOffset, fragments);
        return (head, place, fragments.ConvertAll(fragment => fragment with { Offset = entry.DataSetOffset + fragment.Offset }));
    }

    private static DataSet? TryRead(ReadOnlyMemory<byte> bytes, TransferSyntax syntax)
    {
        try
        {
            return DataSetReader.Read(bytes, syntax, new DataSetReadOptions { MaxInflatedBytes = MaxInflatedBytes });
        }
        catch (DicomFormatException)
        {
            return null; // something follows the pixel data that is no element: the head says enough
        }
    }

    /// <summary>The head, with something that stands for the pixels so that they get their BulkDataURI.</summary>
    private DataSet HeadWithPixels(BundleEntry entry)
    {
        var (head, place, _) = Locate(entry);
        if (place is null) return head;
        var vr = place.Tag == Tags.FloatPixelData ? Vr.OF : place.Tag == Tags.DoubleFloatPixelData ? Vr.OD : place.Length < 0 ? Vr.OB : Vr.OW;
        return head.Set(new DataElement(place.Tag, vr, new byte[2]));
    }
}
