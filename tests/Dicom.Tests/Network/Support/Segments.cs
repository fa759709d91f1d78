using System.Buffers;

namespace Dicom.Tests.Network.Support;

/// <summary>A sequence of several segments, empty ones too.</summary>
internal sealed class Segments : ReadOnlySequenceSegment<byte>
{
    internal static ReadOnlySequence<byte> Of(params byte[][] parts)
    {
        var first = new Segments { Memory = parts[0] };
        var last = first;
        foreach (var part in parts.AsSpan(1))
        {
            var next = new Segments { Memory = part, RunningIndex = last.RunningIndex + last.Memory.Length };
            last.Next = next;
            last = next;
        }
        return new(first, 0, last, last.Memory.Length);
    }
}
