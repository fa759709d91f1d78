namespace Concord.Imaging.Codecs;

/// <summary>All that a worker is told of one frame.</summary>
/// <param name="IsEncoding">From samples to a stream; else from a stream to samples.</param>
/// <param name="Image">Encoding: of the samples given. Decoding: of the samples wanted; a stream of another size, of more samples or of a higher precision than the container holds is malformed.</param>
/// <param name="Input">The stream, or the samples. Must not change until the job is done.</param>
public sealed record CodecJob(bool IsEncoding, CodecFormat Format, CodecImage Image, ReadOnlyMemory<byte> Input)
{
    /// <summary>Nobody waits for it: it gets a worker only when no other job waits.</summary>
    public bool IsBackground { get; init; }

    /// <summary>Decoding JPEG 2000 and HTJ2K: resolution levels left out, each halves both sides, rounding up.</summary>
    public int ReduceLevels { get; init; }

    /// <summary>Decoding HTJ2K: the stream was written here, and may be given to the decoder that is faster and does not bear damage.</summary>
    public bool IsOwn { get; init; }

    /// <summary>Samples are red, green, blue (or the stream's three components are): the codec's own colour transform is applied on encoding and undone on decoding.</summary>
    public bool HasColorTransform { get; init; }

    /// <summary>Encoding: no sample may change.</summary>
    public bool IsLossless { get; init; } = true;

    /// <summary>Encoding JPEG, lossy: 1-100.</summary>
    public int Quality { get; init; } = 90;

    /// <summary>Encoding JPEG, lossy: rows of blocks between two restart markers (ISO/IEC 10918-1 §B.2.4.4); 0: there are none.</summary>
    public int RestartRows { get; init; }

    /// <summary>Encoding JPEG-LS: largest difference of a sample.</summary>
    public int NearLossless { get; init; }

    /// <summary>Encoding JPEG 2000 and HTJ2K, lossy: quantisation step relative to the range of samples, greater than 0.</summary>
    public double QuantisationStep { get; init; }
}
