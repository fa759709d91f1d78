namespace Concord.Vault.Blobs;

/// <summary>Appends to a file past the page cache (O_DIRECT), which for what is written once and read later, or never, is the most of the cost of writing.</summary>
/// <remarks>Whole blocks are written: the last one, filled up with zeros, is kept in memory and written again with what follows, so the file is up to
/// <see cref="AlignedBlock.Alignment"/> - 1 zeros longer than what was appended. A block that is written again keeps its first bytes as they are. One writer.</remarks>
internal sealed class DirectAppend
{
    private readonly byte[] _tail = new byte[AlignedBlock.Alignment];
    private long _end = -1;

    /// <summary>Something else has changed the file.</summary>
    public void Forget() => _end = -1;

    /// <summary>Whether the bytes before <paramref name="offset"/> in its block are known.</summary>
    public bool Knows(long offset) => _end == offset || offset % AlignedBlock.Alignment == 0;

    /// <summary>Takes what the file has before <paramref name="offset"/> in its block.</summary>
    public void Learn(long offset, ReadOnlySpan<byte> beforeOffset)
    {
        beforeOffset.CopyTo(_tail);
        _end = offset;
    }

    /// <summary>Writes the buffers at <paramref name="offset"/>, a block of memory at a time, through <paramref name="write"/>.</summary>
    public void Write(IReadOnlyList<ReadOnlyMemory<byte>> buffers, long offset, WriteBlock write)
    {
        var block = AlignedBlock.OfThread.Span;
        var filled = (int)(offset % AlignedBlock.Alignment);
        _tail.AsSpan(0, filled).CopyTo(block);
        var at = offset - filled;
        _end = -1; // until all is written
        foreach (var buffer in buffers)
        {
            for (var rest = buffer.Span; !rest.IsEmpty;)
            {
                var piece = rest[..Math.Min(rest.Length, block.Length - filled)];
                piece.CopyTo(block[filled..]);
                filled += piece.Length;
                rest = rest[piece.Length..];
                if (filled < block.Length) continue;
                write(block, at);
                at += filled;
                filled = 0;
            }
        }
        WriteLast(block, filled, at, write);
        _end = at + filled;
    }

    private void WriteLast(Span<byte> block, int filled, long at, WriteBlock write)
    {
        if (filled == 0) return;
        var length = AlignedBlock.Up(filled);
        block[filled..length].Clear();
        write(block[..length], at);
        var partial = filled % AlignedBlock.Alignment;
        block.Slice(filled - partial, partial).CopyTo(_tail);
    }

    /// <summary>Writes aligned memory at an aligned offset.</summary>
    public delegate void WriteBlock(ReadOnlySpan<byte> block, long offset);
}
