using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Vault.Bundles;
using Concord.Vault.Index;

namespace Concord.Vault.Corrections;

/// <summary>A stored object with its corrections: new elements between ranges of the bytes as they lie. Immutable.</summary>
public sealed class CorrectedObject
{
    /// <summary>Longest element whose text is put into another character set, bytes.</summary>
    private const long MaxRecodedElement = 64 << 20;

    private readonly Func<Stream> _openStored;
    private readonly List<Piece> _pieces = [];

    private CorrectedObject(Func<Stream> openStored, long frontLength)
    {
        (_openStored, FrontLength) = (openStored, frontLength);
        Keep(0, frontLength);
    }

    /// <summary>Bytes before the data set: preamble and File Meta Information, as they lie.</summary>
    public long FrontLength { get; }

    /// <summary>Bytes of the Part 10 object.</summary>
    public long Length { get; private set; }

    /// <summary>A seekable stream over a range of the Part 10 object.</summary>
    public Stream Open(long offset, long length) => new PieceStream(_openStored(), _pieces, offset, length);

    /// <summary>A seekable stream over the data set.</summary>
    public Stream OpenDataSet() => Open(FrontLength, Length - FrontLength);

    /// <summary>Reads the head of an object and lays out what goes out.</summary>
    /// <param name="openStored">Opens the Part 10 object as it lies.</param>
    /// <param name="maxHeadBytes">Most bytes of a head; of a deflated data set most bytes when it is inflated.</param>
    /// <exception cref="DicomFormatException">The data set is not well formed.</exception>
    internal static CorrectedObject Of(BundleEntry entry, CorrectionOverlay overlay, Func<Stream> openStored, int maxHeadBytes)
    {
        var front = entry.DataSetOffset - entry.PartTenOffset;
        var corrected = new CorrectedObject(openStored, front);
        using var stream = openStored();
        var source = new ByteSource.Part(new ByteSource.Streamed(stream), front, entry.DataSetLength);
        if (entry.TransferSyntax.IsDeflated) corrected.Deflate(source, entry, overlay, maxHeadBytes);
        else corrected.Splice(source, entry, overlay, maxHeadBytes);
        return corrected;
    }

    private void Deflate(ByteSource source, BundleEntry entry, CorrectionOverlay overlay, int maxBytes)
    {
        var (dataSet, _) = overlay.Apply(DataSetReader.Read(Read(source, 0, source.Length), entry.TransferSyntax, new() { MaxInflatedBytes = maxBytes }), entry.SeriesInstanceUid);
        Put(DataSetWriter.ToArray(dataSet, entry.TransferSyntax));
    }

    private void Splice(ByteSource source, BundleEntry entry, CorrectionOverlay overlay, int maxHeadBytes)
    {
        var (head, _) = HeadReader.Read(source, entry.TransferSyntax, maxHeadBytes);
        var characterSet = head.Find(Tags.SpecificCharacterSet);
        var (after, isRecoded) = overlay.Apply(head, entry.SeriesInstanceUid);
        var set = new SortedSet<Tag>(overlay.TagsOf(entry.SeriesInstanceUid)) { Tags.OriginalAttributesSequence };
        if (isRecoded) set.Add(Tags.SpecificCharacterSet);
        var waiting = new Queue<Tag>(set);
        var walk = new ElementWalk(source, entry.TransferSyntax);
        while (walk.Next() is { } place)
        {
            while (waiting.TryPeek(out var next) && next <= place.Tag) PutElement(after, waiting.Dequeue(), entry.TransferSyntax);
            if (set.Contains(place.Tag) || place.Tag.IsGroupLength) continue; // group lengths are retired (PS3.5 §7.2): those of groups that change would be wrong
            if (isRecoded && HasText(place.Vr)) Put(Recode(source, place, characterSet, entry.TransferSyntax));
            else if (waiting.Count > 0 || isRecoded) Keep(FrontLength + place.Offset, place.End - place.Offset);
            else
            {
                Keep(FrontLength + place.Offset, source.Length - place.Offset);
                return;
            }
        }
        while (waiting.TryDequeue(out var last)) PutElement(after, last, entry.TransferSyntax);
    }

    private void PutElement(DataSet after, Tag tag, TransferSyntax syntax) =>
        Put(DataSetWriter.ToArray(new DataSet(after.ByteOrder).Set(after[tag]), syntax));

    private void Put(byte[] bytes)
    {
        _pieces.Add(new(Length, bytes, 0, bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>Bytes of the Part 10 object as they lie.</summary>
    private void Keep(long offset, long length)
    {
        if (length <= 0) return;
        if (_pieces is [.., { Bytes: null } last] && last.Offset + last.Length == offset) _pieces[^1] = last with { Length = last.Length + length };
        else _pieces.Add(new(Length, null, offset, length));
        Length += length;
    }

    private static bool HasText(Vr vr) => vr == Vr.SQ || vr.UsesCharacterSet;

    /// <summary>One element in ISO_IR 192.</summary>
    private static byte[] Recode(ByteSource source, ElementPlace place, DataElement? characterSet, TransferSyntax syntax)
    {
        if (place.End - place.Offset > MaxRecodedElement) throw new DicomFormatException("An element is too long to be put into another character set.", place.Tag, place.Offset);
        var read = DataSetReader.Read(Read(source, place.Offset, place.End - place.Offset), syntax);
        if (characterSet is { } known) read.Set(known);
        var recoded = new DataSet();
        HeadCopy.CopyUtf8(recoded, read, read[place.Tag], ElementWalk.MaxDepth, withFragments: true);
        return DataSetWriter.ToArray(recoded, syntax);
    }

    private static byte[] Read(ByteSource source, long offset, long length)
    {
        var bytes = new byte[length];
        return source.Read(bytes, offset) == length ? bytes : throw new DicomFormatException("The data end inside an element.", null, offset);
    }
}
