namespace Concord.Imaging;

/// <summary>Why a frame cannot be had.</summary>
public enum FrameFailure
{
    /// <summary>The stream, or what the data set says of it, is broken.</summary>
    Malformed,

    /// <summary>No codec here does that.</summary>
    Unsupported,

    /// <summary>What was asked of the frame is not in it, or more than is drawn: another question would be answered.</summary>
    OutOfRange,

    /// <summary>Over a bound on size or memory.</summary>
    TooLarge,

    /// <summary>The codec did not end in its time and was stopped.</summary>
    TimedOut,

    /// <summary>The codec's process ended; another was started.</summary>
    Crashed,

    /// <summary>Every worker is taken and the queue is full.</summary>
    Busy,

    /// <summary>The codec program is not there, or cannot be started.</summary>
    Unavailable,
}
