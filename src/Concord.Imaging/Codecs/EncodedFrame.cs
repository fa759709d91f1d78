namespace Concord.Imaging.Codecs;

/// <summary>One compressed frame.</summary>
/// <param name="Photometric">What the data set has to say of it in its new syntax.</param>
/// <param name="IsPlanar">Planar Configuration that the data set has to say.</param>
/// <param name="IsLossy">Samples may have changed.</param>
/// <param name="Bytes">The stream; of even length, padded as its standard allows. The caller disposes it.</param>
public sealed record EncodedFrame(PhotometricInterpretation Photometric, bool IsPlanar, bool IsLossy, PooledBytes Bytes) : IDisposable
{
    public void Dispose() => Bytes.Dispose();
}
