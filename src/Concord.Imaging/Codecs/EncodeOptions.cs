namespace Concord.Imaging.Codecs;

/// <summary>How a frame is compressed, where the target transfer syntax leaves a choice.</summary>
public sealed record EncodeOptions
{
    public static EncodeOptions Lossless { get; } = new();

    /// <summary>No sample may change. False only for syntaxes that allow it.</summary>
    public bool IsLossless { get; init; } = true;

    /// <summary>Lossy: 1 (small) to 100 (near to the original).</summary>
    public int Quality { get; init; } = 90;

    /// <summary>Nobody waits for it.</summary>
    public bool IsBackground { get; init; }
}
