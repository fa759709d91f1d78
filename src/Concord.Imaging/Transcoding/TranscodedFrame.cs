namespace Concord.Imaging.Transcoding;

/// <summary>One frame as it is to lie in the other syntax.</summary>
/// <param name="Image">What the data set has to say of it there.</param>
/// <param name="Bits">Of <paramref name="Bytes"/>, from the first on; less than eight times its length only where native frames have no gaps.</param>
/// <param name="IsLossy">Samples may have changed.</param>
internal sealed record TranscodedFrame(ImagePixels Image, PooledBytes Bytes, long Bits, bool IsLossy) : IDisposable
{
    public void Dispose() => Bytes.Dispose();

    /// <summary>The data set says one thing of all its frames.</summary>
    public bool IsLike(TranscodedFrame other) => Image.Photometric == other.Image.Photometric && Image.IsPlanar == other.Image.IsPlanar && Image.BitsAllocated == other.Image.BitsAllocated;
}
