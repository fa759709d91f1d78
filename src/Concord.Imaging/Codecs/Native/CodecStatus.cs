namespace Concord.Imaging.Codecs.Native;

/// <summary>How a job ended; the numbers of native/codec/codecs.h.</summary>
internal enum CodecStatus : uint
{
    Ok = 0,
    Malformed = 1,
    Unsupported = 2,
    TooLarge = 3,
    OutOfMemory = 4,
    Failed = 5,
}
