using System.Buffers;

namespace Concord.Vault.Receive;

/// <summary>A block of pooled memory, pinned for good, that holds a part of one object.</summary>
internal sealed class Segment : ReadOnlySequenceSegment<byte>
{
    /// <summary>Bytes of every segment.</summary>
    public const int Size = 64 << 10;

    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(Size, pinned: true);

    public int Filled { get; private set; }

    public Span<byte> Free => _bytes.AsSpan(Filled);

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Filled);

    public void Advance(int count) => Filled += count;

    public void Clear()
    {
        Filled = 0;
        Memory = default;
        Next = null;
        RunningIndex = 0;
    }

    /// <summary>Chains segments to one sequence over their bytes.</summary>
    public static ReadOnlySequence<byte> Chain(List<Segment> segments)
    {
        if (segments.Count == 0) return ReadOnlySequence<byte>.Empty;
        for (var i = 0; i < segments.Count; i++)
        {
            segments[i].Memory = segments[i].Written;
            segments[i].RunningIndex = i == 0 ? 0 : segments[i - 1].RunningIndex + segments[i - 1].Filled;
            segments[i].Next = i + 1 < segments.Count ? segments[i + 1] : null;
        }
        return new(segments[0], 0, segments[^1], segments[^1].Filled);
    }
}
