using Concord.Imaging.Codecs;

namespace Concord.Imaging.Rendering;

/// <summary>Writes pictures as baseline JPEG (ISO/IEC 10918-1), in a codec process.</summary>
/// <remarks>Any number of callers.</remarks>
public sealed class JpegEncoder(CodecPool pool)
{
    private const int MaxSide = 65_500;

    /// <summary>The file.</summary>
    /// <param name="quality">1 (small) to 100 (near to the picture).</param>
    /// <exception cref="FrameException">The picture is too wide or too tall for a JPEG, or the codec failed.</exception>
    public async ValueTask<PooledBytes> Encode(Picture picture, int quality, CancellationToken cancel)
    {
        if (picture.Columns > MaxSide || picture.Rows > MaxSide) throw new FrameException(FrameFailure.TooLarge, "The picture is larger than a JPEG can be");
        var image = new CodecImage(picture.Columns, picture.Rows, picture.Samples, 1, 8, false);
        var job = new CodecJob(true, CodecFormat.Jpeg, image, picture.Memory) { IsLossless = false, Quality = quality, HasColorTransform = picture.Samples == 3 };
        return (await pool.Run(job, cancel)).Bytes;
    }
}
