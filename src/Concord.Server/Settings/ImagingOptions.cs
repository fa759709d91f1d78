using System.ComponentModel.DataAnnotations;
using Concord.Imaging.Codecs;

namespace Concord.Server.Settings;

/// <summary>Pixels: decoding, encoding, drawing (section <c>Imaging</c>).</summary>
public sealed record ImagingOptions
{
    /// <summary>The codec program; <c>./run</c> builds it there. Without it, compressed pixels are stored and served as they are, and nothing else.</summary>
    public string CodecProgram { get; init; } = ".cache/codec/concord-codec";

    /// <summary>Codec processes at most, each does one frame at a time; 0: as many as there are processors.</summary>
    [Range(0, 256)] public int CodecWorkers { get; init; }

    /// <summary>Longest time for one frame in a codec, seconds; then its process is ended and started anew.</summary>
    [Range(1, 3600)] public int CodecFrameSeconds { get; init; } = 30;

    /// <summary>Address space of one codec process, bytes.</summary>
    [Range(256L << 20, 1L << 40)] public long MaxCodecBytes { get; init; } = 4L << 30;

    /// <summary>Pictures that are drawn at once at most; 0: twice as many as there are processors. More wait, in the order they came.</summary>
    [Range(0, 1024)] public int MaxRenderings { get; init; }

    /// <summary>Bytes that pictures being drawn may take together; one larger than that is drawn alone.</summary>
    [Range(64L << 20, 1L << 40)] public long MaxRenderingBytes { get; init; } = 2L << 30;

    /// <summary>Bytes of thumbnails kept in memory; the one that was not asked for longest goes first.</summary>
    [Range(0, 1L << 40)] public long ThumbnailCacheBytes { get; init; } = 64L << 20;

    /// <summary>Bytes of volumes kept in memory, so that one plane after the other is cut from a series that is read once; the one that was not asked for longest goes first.</summary>
    [Range(0, 1L << 40)] public long VolumeCacheBytes { get; init; } = 512L << 20;

    internal CodecPoolOptions ForPool() => new() { ProgramPath = CodecProgram, Workers = CodecWorkers, FrameSeconds = CodecFrameSeconds, MaxWorkerBytes = MaxCodecBytes };
}
