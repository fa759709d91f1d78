using System.Buffers;

namespace Dicom.Tests;

/// <summary>Bytes cut into blocks, as they come over a wire.</summary>
internal static class Blocks
{
    public static ReadOnlySequence<byte> Of(ReadOnlyMemory<byte> bytes, int blockSize)
    {
        if (bytes.Length <= blockSize) return new(bytes);
        var first = new Block(bytes[..blockSize], 0);
        var last = first;
        for (var at = blockSize; at < bytes.Length; at += blockSize) last = last.Append(bytes.Slice(at, Math.Min(blockSize, bytes.Length - at)));
        return new(first, 0, last, last.Memory.Length);
    }

    private sealed class Block : ReadOnlySequenceSegment<byte>
    {
        public Block(ReadOnlyMemory<byte> memory, long index) => (Memory, RunningIndex) = (memory, index);

        public Block Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Block(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
