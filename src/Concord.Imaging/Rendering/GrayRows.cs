using Concord.Imaging.Frames;

namespace Concord.Imaging.Rendering;

/// <summary>A gray picture drawn a few rows at a time from the samples of its frame: neither has to lie in memory whole.</summary>
/// <remarks>The frame stays its owner's, who keeps it as long as the rows are read.</remarks>
public sealed class GrayRows : IPictureRows, IDisposable
{
    /// <summary>Bytes that are looked at once when the values of a frame are looked through.</summary>
    private const int PieceBytes = 1 << 20;

    /// <summary>Looking through so many pixels costs what one value of the table does.</summary>
    private const int PixelsPerValue = 16;

    private readonly IFrameBytes _frame;
    private readonly ImagePixels _image;
    private readonly GrayTable _table;

    private GrayRows(IFrameBytes frame, ImagePixels image, GrayTable table) => (_frame, _image, _table) = (frame, image, table);

    public int Columns => _image.Columns;

    public int Rows => _image.Rows;

    public int Samples => 1;

    /// <summary>Makes ready to draw. The result is that of <see cref="FrameRenderer.Paint"/>.</summary>
    /// <param name="image">Of the frame: one for which <see cref="FrameRenderer.IsGrayByRows"/> was true.</param>
    public static async ValueTask<GrayRows> Open(FrameAttributes attributes, ImagePixels image, RenderOptions options, IFrameBytes frame, CancellationToken cancel)
    {
        var padding = PixelPadding.Of(attributes.Head, image);
        var isRangeNeeded = VoiTransform.Of(attributes, options, isInputSigned: false) is not { IsWindow: true } || (1L << image.BitsStored) * PixelsPerValue > image.SamplesPerFrame;
        var range = isRangeNeeded ? await LookThrough(image, padding, frame, cancel) : SampleRange.Possible(image);
        return new(frame, image, new(GrayPipeline.Of(attributes, image, options, padding, range), image, range));
    }

    public async ValueTask<PooledBytes> Read(int first, int count, CancellationToken cancel)
    {
        var rowBytes = _image.Columns * _image.BytesPerSample;
        var samples = await _frame.Read(first * rowBytes, count * rowBytes, cancel);
        var rows = PooledBytes.Rent(count * _image.Columns);
        _table.Apply(samples.Span, rows.Span);
        return rows;
    }

    public void Dispose() => _table.Dispose();

    private static async ValueTask<SampleRange> LookThrough(ImagePixels image, PixelPadding padding, IFrameBytes frame, CancellationToken cancel)
    {
        var range = SampleRange.Empty;
        for (var at = 0; at < image.DecodedFrameBytes; at += PieceBytes)
        {
            var piece = await frame.Read(at, Math.Min(PieceBytes, image.DecodedFrameBytes - at), cancel);
            range = range.With(GrayPainter.RangeOf(image, piece.Span, padding));
        }
        return range;
    }
}
