namespace Concord.Imaging.Codecs;

/// <summary>What is wanted of a frame beyond all of it.</summary>
public sealed record DecodeOptions
{
    public static DecodeOptions Whole { get; } = new();

    /// <summary>Resolution levels that may be left out (JPEG 2000, HTJ2K): each halves both sides, rounding up. Other codecs, and streams with fewer levels, give what they have: look at the frame's size.</summary>
    public int ReduceLevels { get; init; }

    /// <summary>The frame was written here (HTJ2K at rest): the decoder may be the one that is faster and does not bear damage. Whoever says so holds the result to a hash, or minds little.</summary>
    public bool IsOwn { get; init; }

    /// <summary>Nobody waits for it: frames that somebody waits for go first.</summary>
    public bool IsBackground { get; init; }
}
