using System.Buffers;

namespace Concord.Fuzz.Targets;

/// <summary>Bytes in several segments, as they come over a wire.</summary>
internal sealed class Pieces : ReadOnlySequenceSegment<byte>
{
    public static ReadOnlySequence<byte> Of(ReadOnlyMemory<byte> bytes, int length)
    {
        if (bytes.Length <= length) return new(bytes);
        var first = new Pieces { Memory = bytes[..length] };
        var last = first;
        for (var at = length; at < bytes.Length; at += length)
        {
            var next = new Pieces { Memory = bytes.Slice(at, Math.Min(length, bytes.Length - at)), RunningIndex = at };
            last.Next = next;
            last = next;
        }
        return new(first, 0, last, last.Memory.Length);
    }
}
