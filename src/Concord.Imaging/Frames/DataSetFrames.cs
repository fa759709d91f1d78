using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;

namespace Concord.Imaging.Frames;

/// <summary>The frames of a data set in memory, native or encapsulated.</summary>
/// <remarks>The data set must not change meanwhile. Any number of readers.</remarks>
public sealed class DataSetFrames : IFrameSource
{
    private static readonly Tag[] PixelTags = [Tags.PixelData, Tags.FloatPixelData, Tags.DoubleFloatPixelData];

    private readonly DataElement _pixels;
    private readonly NativeLayout _native;
    private readonly int[] _starts; // of encapsulated frames, in fragments; empty when native

    private DataSetFrames(DataSet dataSet, TransferSyntax syntax, DataElement pixels, ImagePixels image)
    {
        (Head, TransferSyntax, _pixels, Image) = (dataSet, syntax, pixels, image);
        _native = pixels.Fragments is null ? NativeLayout.Of(image, pixels.Value.Length) : default;
        _starts = pixels.Fragments is { Count: > 1 } fragments ? StartsOf(dataSet, fragments, image.NumberOfFrames) : [];
        Count = pixels.Fragments is null ? _native.Count : _starts.Length;
    }

    /// <summary>The data set itself, pixel data included.</summary>
    public DataSet Head { get; }

    /// <summary>As given; of a data set whose pixel data is native although its syntax is not, Explicit VR Little Endian.</summary>
    public TransferSyntax TransferSyntax { get; }

    public ImagePixels Image { get; }

    public int Count { get; }

    /// <summary>The tag of a data set's pixel data; null when it has none.</summary>
    public static Tag? PixelDataOf(DataSet dataSet)
    {
        foreach (var tag in PixelTags)
            if (dataSet.Contains(tag)) return tag;
        return null;
    }

    /// <param name="syntax">In which the data set was read.</param>
    /// <exception cref="FrameException">There is no pixel data, or its attributes describe no image.</exception>
    public static DataSetFrames Of(DataSet dataSet, TransferSyntax syntax)
    {
        if (PixelDataOf(dataSet) is not { } tag) throw new FrameException(FrameFailure.Malformed, "The data set has no pixel data");
        if (!ImagePixels.TryParse(dataSet, tag, out var image, out var problem)) throw new FrameException(FrameFailure.Malformed, problem!);
        var pixels = dataSet[tag];
        if (pixels.IsSequence) throw new FrameException(FrameFailure.Malformed, "The pixel data is a sequence");
        if (pixels.Fragments is not null && !syntax.IsEncapsulated) throw new FrameException(FrameFailure.Malformed, "The pixel data is encapsulated in a native transfer syntax");
        if (pixels.Fragments is null && syntax.IsEncapsulated)
        {
            if (FrameStarts.IsStartOfStream(pixels.Value.Span)) pixels = DataElement.Encapsulated(tag, [default, pixels.Value]); // a bare stream is met
            else syntax = TransferSyntax.ExplicitVrLittleEndian;
        }
        return new(dataSet, syntax, pixels, image!);
    }

    public ValueTask<PooledBytes> ReadFrame(int index, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (index < 0 || index >= Count) throw new FrameException(FrameFailure.Malformed, "The frame is not there");
        return ValueTask.FromResult(_pixels.Fragments is { } fragments ? ReadFragments(fragments, index) : ReadNative(index));
    }

    private PooledBytes ReadFragments(IReadOnlyList<ReadOnlyMemory<byte>> fragments, int index)
    {
        int first = _starts[index] + 1, end = index + 1 < _starts.Length ? _starts[index + 1] + 1 : fragments.Count;
        long length = 0;
        for (var i = first; i < end; i++) length += fragments[i].Length;
        if (length > ImagePixels.MaxFrameBytes) throw new FrameException(FrameFailure.TooLarge, "A compressed frame is larger than what is decoded");
        var bytes = PooledBytes.Rent((int)length);
        var rest = bytes.Memory;
        for (var i = first; i < end; i++)
        {
            fragments[i].CopyTo(rest);
            rest = rest[fragments[i].Length..];
        }
        return bytes;
    }

    private PooledBytes ReadNative(int index)
    {
        var isBigEndian = Head.ByteOrder == ByteOrder.BigEndian;
        var unitSize = isBigEndian ? NativeLayout.UnitSizeOf(_pixels.Vr, Image) : 1;
        var (offset, length, firstBit) = _native.Locate(index, unitSize, _pixels.Value.Length);
        var bytes = PooledBytes.Rent(length);
        _pixels.Value.Slice((int)offset, length).CopyTo(bytes.Memory);
        return _native.Arrange(bytes, unitSize, isBigEndian, firstBit);
    }

    private static int[] StartsOf(DataSet dataSet, IReadOnlyList<ReadOnlyMemory<byte>> fragments, int frames)
    {
        var lengths = new long[fragments.Count - 1];
        for (var i = 0; i < lengths.Length; i++) lengths[i] = fragments[i + 1].Length;
        var extended = dataSet.TryGet(Tags.ExtendedOffsetTable, out var table) ? table.Value : default;
        return FrameStarts.Find(lengths, frames, fragments[0].Span, extended.Span, i => fragments[i + 1][..Math.Min(FrameStarts.PeekLength, fragments[i + 1].Length)]);
    }
}
