using Concord.Imaging;

namespace Concord.Server.Imaging.Thumbnails;

/// <summary>Every so many rows and columns of a native frame: enough for a thumbnail, read in a fraction of the time.</summary>
internal static class SparseFrames
{
    /// <summary>Pixels left over for each pixel of the thumbnail, a side: what scaling evens out.</summary>
    private const int Oversampling = 2;

    /// <summary>Of how many rows and columns one will do; 1: all are needed, or the frame does not lie so that some can be passed over.</summary>
    public static int StepFor(StoredFrameSource source, int width, int height)
    {
        var image = source.Image;
        var isPlain = image is { Kind: SampleKind.Integer, BitsAllocated: 8 or 16, SamplesPerPixel: 1 } || image is { Kind: SampleKind.Integer, BitsAllocated: 8, SamplesPerPixel: 3, IsPlanar: false };
        if (!isPlain || !source.IsPlain) return 1;
        return Math.Max(1, Math.Max(image.Columns / (width * Oversampling), image.Rows / (height * Oversampling)));
    }

    /// <summary>The frame with a pixel of each step by step.</summary>
    public static async ValueTask<DecodedFrame> Read(StoredFrameSource source, int frame, int step, CancellationToken cancel)
    {
        var image = source.Image with { Columns = (source.Image.Columns + step - 1) / step, Rows = (source.Image.Rows + step - 1) / step };
        var pixel = image.SamplesPerPixel * image.BytesPerSample;
        using var row = PooledBytes.Rent(source.Image.Columns * pixel);
        var bytes = PooledBytes.Rent(image.DecodedFrameBytes);
        await using var stream = source.OpenFrame(frame);
        for (var y = 0; y < image.Rows; y++)
        {
            if (y % 64 == 0) cancel.ThrowIfCancellationRequested();
            stream.Position = (long)y * step * row.Memory.Length;
            await stream.ReadExactlyAsync(row.Memory, cancel);
            Thin(row.Span, pixel, step, bytes.Span.Slice(y * image.Columns * pixel, image.Columns * pixel));
        }
        return new(image, bytes);
    }

    private static void Thin(ReadOnlySpan<byte> row, int pixel, int step, Span<byte> output)
    {
        for (int from = 0, to = 0; to < output.Length; from += step * pixel, to += pixel) row.Slice(from, pixel).CopyTo(output[to..]);
    }
}
