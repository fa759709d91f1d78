using Concord.Imaging.Codecs;

namespace Concord.Imaging.Transcoding;

/// <summary>How an object is put into another syntax.</summary>
public sealed record TranscodeOptions
{
    public static TranscodeOptions Lossless { get; } = new();

    /// <summary>How frames are compressed, where they are.</summary>
    public EncodeOptions Encoding { get; init; } = EncodeOptions.Lossless;

    /// <summary>Frames that are worked on at once at most. 0: one more than there are processors.</summary>
    public int MaxFrames { get; init; }

    /// <summary>Bytes of decoded frames that are worked on at once; one frame is in any case.</summary>
    public long MaxBytes { get; init; } = 256L << 20;

    internal int FramesAtOnce(long frameBytes) => (int)Math.Clamp(MaxBytes / Math.Max(1, frameBytes), 1, MaxFrames > 0 ? MaxFrames : Environment.ProcessorCount + 1);
}
