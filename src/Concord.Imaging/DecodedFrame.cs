namespace Concord.Imaging;

/// <summary>The samples of one frame: little endian, <see cref="ImagePixels.BytesPerSample"/> bytes a sample, colour by pixel, no padding; 1-bit images packed.</summary>
/// <param name="Image">Of this frame as it is here: after colour conversion, and of the reduced size when fewer resolution levels were decoded. Never planar.</param>
/// <param name="Bytes">Exactly <see cref="ImagePixels.DecodedFrameBytes"/>.</param>
public sealed record DecodedFrame(ImagePixels Image, PooledBytes Bytes) : IDisposable
{
    public void Dispose() => Bytes.Dispose();
}
