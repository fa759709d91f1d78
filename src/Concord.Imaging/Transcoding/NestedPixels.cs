using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Imaging.Codecs;
using Concord.Imaging.Frames;

namespace Concord.Imaging.Transcoding;

/// <summary>Copies a data set so that what is in it may be changed; compressed pixels in sequences (icons, PS3.5 §A.4) become native.</summary>
internal static class NestedPixels
{
    private const int MaxDepth = 64;

    public static async Task<DataSet> Copy(DataSet from, TransferSyntax syntax, FrameDecoder decoder, CancellationToken cancel) => await Copy(from, null, syntax, decoder, 0, cancel);

    private static async Task<DataSet> Copy(DataSet from, DataSet? parent, TransferSyntax syntax, FrameDecoder decoder, int depth, CancellationToken cancel)
    {
        if (depth > MaxDepth) throw new FrameException(FrameFailure.Malformed, "The data set is nested too deep");
        var copy = parent?.NewItem() ?? new DataSet(from.ByteOrder);
        for (var at = new Cursor(from); at.MoveNext();)
        {
            if (depth > 0 && at.Element.Fragments is not null) continue;
            copy.Set(at.Element.Items is { } items ? await CopyItems(at.Element, items, copy, syntax, decoder, depth, cancel) : at.Element);
        }
        if (depth > 0 && from.Find(Tags.PixelData) is { Fragments: not null }) await SetNative(copy, from, syntax, decoder, cancel);
        return copy;
    }

    private static async Task<DataElement> CopyItems(
        DataElement sequence, IReadOnlyList<SequenceItem> items, DataSet parent, TransferSyntax syntax, FrameDecoder decoder, int depth, CancellationToken cancel)
    {
        var copies = new SequenceItem[items.Count];
        for (var i = 0; i < copies.Length; i++) copies[i] = new SequenceItem(await Copy(items[i].DataSet, parent, syntax, decoder, depth + 1, cancel));
        return DataElement.Sequence(sequence.Tag, copies, sequence.HasUndefinedLength, sequence.Vr);
    }

    private static async Task SetNative(DataSet copy, DataSet from, TransferSyntax syntax, FrameDecoder decoder, CancellationToken cancel)
    {
        var icon = DataSetFrames.Of(from, syntax);
        using var lies = await icon.ReadFrame(0, cancel);
        using var decoded = await decoder.Decode(syntax, icon.Image, lies.Memory, DecodeOptions.Whole, cancel);
        var value = new byte[decoded.Bytes.Memory.Length + (decoded.Bytes.Memory.Length % 2)];
        decoded.Bytes.Span.CopyTo(value);
        copy.SetString(Tags.PhotometricInterpretation, decoded.Image.Photometric.Term);
        if (decoded.Image.SamplesPerPixel > 1) copy.SetInt(Tags.PlanarConfiguration, 0);
        copy.Set(new DataElement(Tags.PixelData, decoded.Image.BitsAllocated > 8 ? Vr.OW : Vr.OB, value));
    }

    /// <summary>The elements, gone through across awaits.</summary>
    private sealed class Cursor(DataSet dataSet)
    {
        private readonly IEnumerator<DataElement> _elements = ((IEnumerable<DataElement>)dataSet).GetEnumerator();

        public DataElement Element => _elements.Current;

        public bool MoveNext() => _elements.MoveNext();
    }
}
