using System.Runtime.InteropServices;

namespace Concord.Imaging.Codecs.Native;

/// <summary>What is written to a worker's standard input: native/codec/protocol.h, <c>Request</c>.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct WireRequest
{
    public const uint MagicNumber = 0x43444331;

    public uint Magic;
    public CodecVerb Verb;
    public uint Format;
    public WireImage Image;
    public uint ReduceLevels;
    public uint HasColorTransform;
    public uint IsLossless;
    public uint Quality;
    public uint NearLossless;
    public uint OutputSegment;
    public uint RestartRows;
    public uint IsOwn;
    public uint Reserved;
    public ulong InputCapacity;
    public ulong InputLength;
    public ulong OutputCapacity;
    public double QuantisationStep;
}
