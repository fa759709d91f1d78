namespace Concord.Imaging.Rendering;

/// <summary>Draws frames of one sample a pixel that is a shade of gray.</summary>
internal static class GrayPainter
{
    /// <summary>A picture of the frame's own size.</summary>
    public static Picture Paint(FrameAttributes attributes, DecodedFrame frame, RenderOptions options)
    {
        var image = frame.Image;
        var padding = PixelPadding.Of(attributes.Head, image);
        var range = RangeOf(frame, padding);
        var pipeline = GrayPipeline.Of(attributes, image, options, padding, range);
        var picture = Picture.Rent(image.Columns, image.Rows, 1);
        Paint(frame, pipeline, range, picture.Span);
        return picture;
    }

    /// <summary>Smallest and largest stored values of a frame.</summary>
    public static SampleRange RangeOf(DecodedFrame frame, PixelPadding padding) => RangeOf(frame.Image, frame.Bytes.Span[..frame.Image.DecodedFrameBytes], padding);

    /// <summary>The same of some of its samples.</summary>
    public static SampleRange RangeOf(ImagePixels image, ReadOnlySpan<byte> bytes, PixelPadding padding)
    {
        if (image is { Kind: SampleKind.Integer, BytesPerSample: 2 }) return Samples16.Of(image).Range(bytes, padding);
        if (image is not { Kind: SampleKind.Integer, BytesPerSample: 1 }) return WideSamples.Range(bytes, image, padding);
        Span<bool> seen = stackalloc bool[256];
        foreach (var value in bytes) seen[value] = true;
        Span<byte> values = stackalloc byte[256];
        var count = 0;
        for (var value = 0; value < 256; value++)
            if (seen[value]) values[count++] = (byte)value;
        return WideSamples.Range(values[..count], image, padding);
    }

    /// <summary>Draws by table where the samples have at most 16 bits, else one by one.</summary>
    public static void Paint(DecodedFrame frame, GrayPipeline pipeline, SampleRange range, Span<byte> output)
    {
        var image = frame.Image;
        var bytes = frame.Bytes.Span;
        if (image.Kind != SampleKind.Integer || image.BytesPerSample > 2)
        {
            for (var i = 0; i < output.Length; i++) output[i] = pipeline.Map(WideSamples.Value(bytes, i, image));
            return;
        }
        using var table = new GrayTable(pipeline, image, range);
        table.Apply(bytes, output);
    }
}
