using System.Buffers;
using System.Buffers.Binary;

namespace Concord.Dicom.Encoding;

/// <summary>Walks forward through bytes that lie in blocks; while it stays in one block it only moves an index.</summary>
/// <remarks>The framework's SequenceReader does the same at three to four times the price a header: each of its steps keeps a sum and a position.</remarks>
internal ref struct BlockReader
{
    private readonly ReadOnlySequence<byte> _input;
    private SequencePosition _blockStart;
    private SequencePosition _next;
    private ReadOnlySpan<byte> _block;
    private int _at;
    private long _behind; // bytes in the blocks after this one

    public BlockReader(ReadOnlySequence<byte> input)
    {
        (_input, _blockStart, _next, _behind) = (input, input.Start, input.Start, input.Length);
        NextBlock();
    }

    public readonly long Remaining => _block.Length - _at + _behind;

    public readonly SequencePosition Position => _input.GetPosition(_at, _blockStart);

    /// <summary>All that is left.</summary>
    public readonly ReadOnlySequence<byte> Rest => _input.Slice(Position);

    /// <param name="count">At most what remains.</param>
    public void Advance(long count)
    {
        if (count < _block.Length - _at) _at += (int)count;
        else AdvancePastBlock(count);
    }

    /// <summary>The next eight bytes as a Little Endian number, nothing taken. They must be there.</summary>
    public readonly ulong Peek8() => _block.Length - _at >= 8 ? BinaryPrimitives.ReadUInt64LittleEndian(_block[_at..]) : PeekAcross(0, 8);

    /// <summary>The four bytes from <paramref name="offset"/> on as a Little Endian number. They must be there.</summary>
    public readonly uint Peek4(int offset) =>
        _block.Length - _at >= offset + 4 ? BinaryPrimitives.ReadUInt32LittleEndian(_block[(_at + offset)..]) : (uint)PeekAcross(offset, 4);

    /// <summary>The next bytes, borrowed. They must be there.</summary>
    public readonly ReadOnlySequence<byte> Slice(long length) => _input.Slice(Position, length);

    /// <summary>Copies the next bytes, nothing taken. They must be there.</summary>
    public readonly void CopyTo(Span<byte> target)
    {
        if (_block.Length - _at >= target.Length) _block.Slice(_at, target.Length).CopyTo(target);
        else Slice(target.Length).CopyTo(target);
    }

    /// <summary>Passes zeros; how many there were.</summary>
    public long AdvancePastZeros()
    {
        long passed = 0;
        while (Remaining > 0)
        {
            var rest = _block[_at..];
            var end = rest.IndexOfAnyExcept((byte)0);
            passed += end < 0 ? rest.Length : end;
            Advance(end < 0 ? rest.Length : end);
            if (end >= 0) break;
        }
        return passed;
    }

    private readonly ulong PeekAcross(int offset, int count)
    {
        Span<byte> bytes = stackalloc byte[8];
        bytes.Clear();
        _input.Slice(_input.GetPosition(_at + offset, _blockStart), count).CopyTo(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    private void AdvancePastBlock(long count)
    {
        while (count >= _block.Length - _at)
        {
            count -= _block.Length - _at;
            _at = _block.Length;
            if (_behind == 0) return;
            NextBlock();
        }
        _at += (int)count;
    }

    /// <summary>Goes to the next block that is not empty; stays at the end of the last.</summary>
    private void NextBlock()
    {
        do
        {
            var start = _next;
            if (!_input.TryGet(ref _next, out var block)) return;
            _block = block.Span;
            (_blockStart, _at) = (start, 0);
            _behind -= block.Length;
        }
        while (_block.IsEmpty && _behind > 0);
    }
}
