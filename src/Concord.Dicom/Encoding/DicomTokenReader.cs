using System.Buffers;
using Concord.Dicom.DataElements;

namespace Concord.Dicom.Encoding;

/// <summary>Reads an encoded data set (PS3.5 §7) token by token, forward only, without allocating, from blocks as they come.</summary>
/// <remarks>Give it what has arrived; when <see cref="Read"/> says false and it was not the final block, keep the bytes from
/// <see cref="Position"/> on, add more, and go on with a new reader from <see cref="CurrentState"/>. It trusts no length: what lies outside its item, sequence
/// or the data is a <see cref="DicomFormatException"/>. Deviations that are met and are harmless are read (see README).</remarks>
public ref partial struct DicomTokenReader
{
    private const uint UndefinedLength = 0xFFFFFFFF;
    private readonly bool _isFinalBlock;
    private BlockReader _input;
    private DicomTokenState _state;

    /// <param name="data">Bytes from where the state stands on.</param>
    /// <param name="isFinalBlock">No bytes follow: what is incomplete then is an error.</param>
    public DicomTokenReader(ReadOnlySequence<byte> data, bool isFinalBlock, DicomTokenState state)
    {
        _input = new(data);
        _isFinalBlock = isFinalBlock;
        _state = state;
    }

    public DicomTokenType TokenType { get; private set; }

    /// <summary>Tag of the element, sequence or encapsulated pixel data that the token belongs to; of items and fragments that of their sequence.</summary>
    public Tag Tag { get; private set; }

    /// <summary>The VR of an element or sequence as received; of Implicit VR, and of letters that are no VR, the dictionary's.</summary>
    /// <remarks>UN where the dictionary has none: private elements, which only their creator tells, among them.</remarks>
    public Vr Vr { get; private set; }

    /// <summary>Length of the value, item or sequence, bytes; -1 when undefined.</summary>
    public long Length { get; private set; }

    /// <summary>Offset of the token's first byte, its tag, from the start of the data set.</summary>
    public long TokenOffset { get; private set; }

    /// <summary>Offset of the first byte of the value or content.</summary>
    public long ValueOffset { get; private set; }

    /// <summary>Sequences and items that are open, the one that just started or not yet ended included; 0 at the top level.</summary>
    public readonly int Depth => _state.Frames.Count - 1;

    /// <summary>The elements at this level have their VR in the data (PS3.5 §7.1.2).</summary>
    public bool IsExplicitVr => _state.Frames.Top.IsExplicit;

    /// <summary>Byte order of the numbers at this level.</summary>
    public ByteOrder ByteOrder => _state.Frames.Top.IsBigEndian ? ByteOrder.BigEndian : ByteOrder.LittleEndian;

    /// <summary>All of the final block was taken.</summary>
    internal readonly bool IsAtEnd => _isFinalBlock && _input.Remaining == 0;

    /// <summary>Where to go on in the input.</summary>
    public readonly SequencePosition Position => _input.Position;

    /// <summary>What a reader over the bytes from <see cref="Position"/> goes on with. An unread value is then passed over.</summary>
    public readonly DicomTokenState CurrentState => _state;

    /// <summary>Goes to the next token, over the value of the last one if that was not read.</summary>
    /// <returns>False at the end of the data set or, before the final block, when more bytes are needed.</returns>
    /// <exception cref="DicomFormatException">The bytes are no data set in this transfer syntax.</exception>
    public bool Read()
    {
        if (!TryPassValue()) return false;
        var step = Step.Again;
        while (step == Step.Again)
        {
            ref var frame = ref _state.Frames.Top;
            if (_state.Offset >= frame.End) step = Close(ref frame);
            else if (_state.InPadding) step = PassPadding();
            else step = frame.Kind switch
            {
                FrameKind.Sequence => ReadItemHeader(ref frame),
                FrameKind.Fragments => ReadFragmentHeader(ref frame),
                _ => ReadElementHeader(ref frame),
            };
        }
        if (step != Step.Token) TokenType = DicomTokenType.None;
        return step == Step.Token;
    }

    /// <summary>The whole value of the element or fragment; borrowed from the input.</summary>
    /// <returns>False when the input does not hold all of it yet.</returns>
    public bool TryReadValue(out ReadOnlySequence<byte> value)
    {
        value = default;
        var length = _state.ValueRemaining;
        if (_input.Remaining < length) return false;
        value = _input.Slice(length);
        Advance(length);
        _state.ValueRemaining = 0;
        return true;
    }

    /// <summary>As much of the value as the input holds, for values that need not lie in memory whole.</summary>
    /// <returns>False when nothing is left of the value, or of the input.</returns>
    public bool TryReadValuePart(out ReadOnlySequence<byte> part)
    {
        var length = Math.Min(_state.ValueRemaining, _input.Remaining);
        part = _input.Slice(length);
        Advance(length);
        _state.ValueRemaining -= length;
        return length > 0;
    }

    /// <summary>Copies the whole value of the element or fragment, nothing taken.</summary>
    /// <returns>False when the input does not hold all of it yet.</returns>
    internal readonly bool TryCopyValue(Span<byte> target)
    {
        if (_input.Remaining < target.Length) return false;
        _input.CopyTo(target);
        return true;
    }

    /// <summary>Takes the element just read, its value unread, as a sequence: a private one in Implicit VR, as only its creator tells.</summary>
    internal void EnterSequence()
    {
        var end = _state.Offset + _state.ValueRemaining;
        _state.ValueRemaining = 0;
        ref var frame = ref _state.Frames.Top;
        Open(new(FrameKind.Sequence, Tag, end, false, frame.IsExplicit, frame.IsBigEndian));
        (TokenType, Vr) = (DicomTokenType.SequenceStart, Vr.SQ);
    }

    /// <summary>The next four bytes as a tag of this level's byte order, nothing taken; false when they are not there.</summary>
    internal bool TryPeekTag(out Tag tag)
    {
        tag = default;
        if (!TryPassValue() || _input.Remaining < 4) return false;
        tag = Header.TagOf(_input.Peek4(0), _state.Frames.Top.IsBigEndian);
        return true;
    }

    /// <summary>Whether the value about to be read begins with an item tag; false when the input does not show it.</summary>
    internal readonly bool ValueBeginsWithItem() =>
        _state.ValueRemaining >= 8 && _input.Remaining >= 4 && Header.TagOf(_input.Peek4(0), bigEndian: false) == Tag.Item;

    private bool TryPassValue()
    {
        if (_state.ValueRemaining == 0) return true;
        var length = Math.Min(_state.ValueRemaining, _input.Remaining);
        Advance(length);
        _state.ValueRemaining -= length;
        if (_state.ValueRemaining == 0) return true;
        return _isFinalBlock ? throw Fault("The data end inside the value of", Tag) : false;
    }

    private Step PassPadding()
    {
        _state.Offset += _input.AdvancePastZeros();
        if (_input.Remaining > 0) throw Fault("Something other than zeros follows the padding after", Tag);
        return Step.NoMore;
    }

    private void Advance(long length)
    {
        _input.Advance(length);
        _state.Offset += length;
    }

    private void Open(Frame frame)
    {
        if (_state.Frames.Count > 2 * _state.MaxDepth) throw Fault("Sequences are nested too deep at", frame.Tag);
        _state.Frames.Push(frame);
    }

    private Step Close(ref Frame frame)
    {
        var kind = frame.Kind;
        (Tag, Vr) = (frame.Tag, Vr.None);
        TokenOffset = ValueOffset = _state.Offset;
        Length = 0;
        TokenType = kind switch
        {
            FrameKind.Sequence => DicomTokenType.SequenceEnd,
            FrameKind.Fragments => DicomTokenType.FragmentsEnd,
            _ => DicomTokenType.ItemEnd,
        };
        _state.Frames.Pop();
        return Step.Token;
    }

    private readonly DicomFormatException Fault(string what, Tag tag) => new($"{what} {tag} at byte {_state.Offset}.", tag, _state.Offset);

    private enum Step
    {
        Again,
        Token,
        NoMore,
    }
}
