namespace Concord.Imaging.Codecs.Native;

/// <summary>What a worker is to do; the numbers of native/codec/protocol.h.</summary>
internal enum CodecVerb : uint
{
    Decode = 0,
    Encode = 1,

    /// <summary>Misbehave as a broken codec would, for tests: <see cref="WireRequest.Quality"/> says how.</summary>
    SelfTest = 2,
}
