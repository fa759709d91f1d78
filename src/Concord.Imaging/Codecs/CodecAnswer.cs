namespace Concord.Imaging.Codecs;

/// <summary>What a worker made of a job.</summary>
/// <param name="Image">Decoding: of the samples, reduced where that was asked; Precision and sign are the stream's. Encoding: as given.</param>
/// <param name="Bytes">The samples or the stream; the caller disposes it.</param>
/// <param name="HasColorTransform">Decoding JPEG: the stream said that its components are Y, Cb, Cr (or 4:2:2 of them) and they were turned into red, green, blue.</param>
public sealed record CodecAnswer(CodecImage Image, PooledBytes Bytes, bool HasColorTransform) : IDisposable
{
    public void Dispose() => Bytes.Dispose();
}
