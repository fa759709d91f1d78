using System.Runtime.InteropServices;

namespace Concord.Imaging.Codecs.Native;

/// <summary>An image in the protocol.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct WireImage(in CodecImage image)
{
    public uint Columns = (uint)image.Columns;
    public uint Rows = (uint)image.Rows;
    public uint Samples = (uint)image.Samples;
    public uint BytesPerSample = (uint)image.BytesPerSample;
    public uint Precision = (uint)image.Precision;
    public uint IsSigned = image.IsSigned ? 1u : 0;
}
