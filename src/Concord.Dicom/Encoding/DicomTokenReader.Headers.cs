using System.Buffers.Binary;
using System.Numerics;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Dicom.Encoding;

/// <summary>Headers of elements, items and fragments.</summary>
public ref partial struct DicomTokenReader
{
    private const int ShortHeader = 8;
    private const int LongHeader = 12;

    private Step ReadElementHeader(ref Frame frame)
    {
        if (!TryPeek(LongHeader, ref frame, out var header)) return Step.NoMore;
        var tag = header.Tag(frame.IsBigEndian);
        if (tag.Group == 0xFFFE) return MeetDelimiter(tag, ref frame);
        if (tag.Value == 0 && frame is { Kind: FrameKind.Root, IsSettled: true })
        {
            _state.InPadding = true;
            return Step.Again;
        }
        var (wasExplicit, wasSettled) = (frame.IsExplicit, frame.IsSettled);
        if (!wasSettled) Settle(ref frame, header);
        if (!TryParseHeader(tag, ref frame, header, out var vr, out var length, out var size))
        {
            (frame.IsExplicit, frame.IsSettled) = (wasExplicit, wasSettled); // it comes again, with more bytes, and is then the first once more
            return IncompleteHeader(tag, ref frame);
        }
        Begin(tag, vr, length, size);
        return length == UndefinedLength ? OpenUndefined(ref frame) : OpenDefined(ref frame);
    }

    /// <summary>Old modalities and mistaken headers: whether VR letters are there is decided by the first element of a level that can tell.</summary>
    /// <remarks>Read as a length, VR letters and a 16-bit length make more than 64 KiB, which no first element has.</remarks>
    private static void Settle(ref Frame frame, Header header)
    {
        if (frame.IsExplicit)
        {
            if (header.Letters == Vr.None) return; // a zero length, or no VR at all: the next element tells
            if (!header.HasPrintableLetters) frame.IsExplicit = false;
        }
        else if (header.Letters.IsKnown && (frame.Kind == FrameKind.Root || header.ShortLength(bigEndian: false) != 0)) frame.IsExplicit = true;
        frame.IsSettled = true;
    }

    private static bool TryParseHeader(Tag tag, ref Frame frame, Header header, out Vr vr, out uint length, out int size)
    {
        size = ShortHeader;
        vr = header.Letters;
        if (!frame.IsExplicit || (vr != Vr.None && !header.HasPrintableLetters)) // Implicit VR, or an element of it among explicit ones
        {
            vr = DataDictionary.VrOf(tag);
            length = header.Length(frame.IsBigEndian);
            return vr != Vr.SQ || length is 0 or UndefinedLength || TryTellSequence(header, length, frame.IsBigEndian, ref vr);
        }
        length = header.ShortLength(frame.IsBigEndian);
        var isKnown = vr.IsKnown;
        // Two capitals that are no VR: a VR of a later edition, which has a 32-bit length (PS3.5 §6.2); other letters are a mistake with a short one.
        var isLong = isKnown ? vr.HasLongLength : length == 0 && IsCapital((byte)((ushort)vr >> 8)) && IsCapital((byte)vr);
        if (!isKnown) vr = DataDictionary.VrOf(tag) is var meant && meant == Vr.SQ ? Vr.UN : meant;
        if (!isLong) return true;
        size = LongHeader;
        if (header.Have < LongHeader) return false;
        length = header.LongLength(frame.IsBigEndian);
        return true;
    }

    /// <summary>In Implicit VR the dictionary calls it a sequence; bytes that do not begin with an item are kept as they are.</summary>
    private static bool TryTellSequence(Header header, uint length, bool bigEndian, ref Vr vr)
    {
        if (length >= ShortHeader && header.Have < LongHeader) return false;
        if (length < ShortHeader || header.TagBehind(bigEndian).Group != 0xFFFE) vr = Vr.UN;
        return true;
    }

    private static bool IsCapital(byte letter) => letter is >= (byte)'A' and <= (byte)'Z';

    private Step OpenUndefined(ref Frame frame)
    {
        Length = -1;
        if (Vr is Vr.OB or Vr.OW && (frame.IsExplicit || Tag == Tags.PixelData))
        {
            Open(new(FrameKind.Fragments, Tag, frame.End, true, frame.IsExplicit, frame.IsBigEndian));
            TokenType = DicomTokenType.FragmentsStart;
            return Step.Token;
        }
        if (frame.IsExplicit && Vr is not (Vr.SQ or Vr.UN)) throw Fault("Undefined length is not for", Tag);
        // UN of undefined length is a sequence in Implicit VR Little Endian (PS3.5 §6.2.2).
        var isUnknown = Vr == Vr.UN && frame.IsExplicit;
        Open(new(FrameKind.Sequence, Tag, frame.End, true, frame.IsExplicit && !isUnknown, frame.IsBigEndian && !isUnknown));
        if (!isUnknown) Vr = Vr.SQ;
        TokenType = DicomTokenType.SequenceStart;
        return Step.Token;
    }

    private Step OpenDefined(ref Frame frame)
    {
        if (Length > frame.End - _state.Offset) throw Fault("A length reaches out of its item:", Tag);
        if (_isFinalBlock && Length > _input.Remaining) throw Fault("A length reaches behind the data:", Tag);
        if (Vr == Vr.SQ)
        {
            Open(new(FrameKind.Sequence, Tag, _state.Offset + Length, false, frame.IsExplicit, frame.IsBigEndian));
            TokenType = DicomTokenType.SequenceStart;
            return Step.Token;
        }
        _state.ValueRemaining = Length;
        TokenType = DicomTokenType.Element;
        return Step.Token;
    }

    /// <summary>An item tag or delimiter where an element is due; one that closes nothing is passed over.</summary>
    private Step MeetDelimiter(Tag tag, ref Frame frame)
    {
        var isOpenItem = frame is { Kind: FrameKind.Item, HasUndefinedLength: true };
        if (tag == Tag.ItemDelimitation || tag == Tag.SequenceDelimitation)
        {
            // an item may be closed by the end of its sequence alone
            if (isOpenItem && tag == Tag.SequenceDelimitation && _state.Frames.Outer.HasUndefinedLength) return Close(ref frame);
            Advance(ShortHeader);
            return isOpenItem && tag == Tag.ItemDelimitation ? Close(ref frame) : Step.Again;
        }
        return isOpenItem && tag == Tag.Item ? Close(ref frame) : throw Fault("No element can be", tag);
    }

    private Step ReadItemHeader(ref Frame frame)
    {
        if (!TryPeek(ShortHeader, ref frame, out var header)) return Step.NoMore;
        var tag = header.Tag(frame.IsBigEndian);
        if (tag == Tag.Item)
        {
            Begin(frame.Tag, Vr.None, header.Length(frame.IsBigEndian), ShortHeader);
            var isUndefined = Length == UndefinedLength;
            if (isUndefined) Length = -1;
            else CheckExtent(ref frame, "An item reaches out of");
            Open(new(FrameKind.Item, frame.Tag, isUndefined ? frame.End : _state.Offset + Length, isUndefined, frame.IsExplicit, frame.IsBigEndian));
            TokenType = DicomTokenType.ItemStart;
            return Step.Token;
        }
        if (tag != Tag.SequenceDelimitation && tag != Tag.ItemDelimitation) throw Fault("No item stands in", frame.Tag);
        Advance(ShortHeader);
        return tag == Tag.SequenceDelimitation && frame.HasUndefinedLength ? Close(ref frame) : Step.Again;
    }

    private Step ReadFragmentHeader(ref Frame frame)
    {
        if (!TryPeek(ShortHeader, ref frame, out var header)) return Step.NoMore;
        var tag = header.Tag(frame.IsBigEndian);
        if (tag == Tag.SequenceDelimitation)
        {
            Advance(ShortHeader);
            return Close(ref frame);
        }
        if (tag != Tag.Item) throw Fault("No fragment stands in", frame.Tag);
        Begin(frame.Tag, Vr.None, header.Length(frame.IsBigEndian), ShortHeader);
        CheckExtent(ref frame, "A fragment reaches out of");
        _state.ValueRemaining = Length;
        TokenType = DicomTokenType.Fragment;
        return Step.Token;
    }

    private readonly void CheckExtent(ref Frame frame, string what)
    {
        if (Length > frame.End - _state.Offset || (_isFinalBlock && Length > _input.Remaining)) throw Fault(what, frame.Tag);
    }

    private void Begin(Tag tag, Vr vr, uint length, int size)
    {
        (Tag, Vr, Length) = (tag, vr, length);
        TokenOffset = _state.Offset;
        Advance(size);
        ValueOffset = _state.Offset;
    }

    /// <summary>Looks at the next header without taking it; false when more bytes are needed or the data set has ended.</summary>
    private bool TryPeek(int wanted, ref Frame frame, out Header header)
    {
        var have = (int)Math.Min(Math.Min(wanted, _input.Remaining), frame.End - _state.Offset);
        if (have < ShortHeader)
        {
            header = default;
            return IsIncomplete(ref frame);
        }
        header = new(_input.Peek8(), have == LongHeader ? _input.Peek4(ShortHeader) : 0, have);
        return true;
    }

    private bool IsIncomplete(ref Frame frame)
    {
        if (frame.End - _state.Offset < ShortHeader) throw Fault("No element fits into the end of", frame.Tag);
        if (!_isFinalBlock) return false;
        if (frame.Kind != FrameKind.Root) throw Fault("The data end inside", frame.Tag);
        foreach (var segment in _input.Rest)
            if (segment.Span.ContainsAnyExcept((byte)0)) throw Fault("The data end inside the element after", Tag);
        Advance(_input.Remaining);
        return false;
    }

    private readonly Step IncompleteHeader(Tag tag, ref Frame frame)
    {
        if (_isFinalBlock || frame.End - _state.Offset < LongHeader) throw Fault("The data end inside the header of", tag);
        return Step.NoMore;
    }

    /// <summary>The first bytes of an element, item or fragment as they lie, in two numbers.</summary>
    /// <param name="First">The first eight.</param>
    /// <param name="Behind">The next four; 0 when they are not there.</param>
    /// <param name="Have">How many of the twelve are there.</param>
    private readonly record struct Header(ulong First, uint Behind, int Have)
    {
        public Vr Letters => (Vr)BinaryPrimitives.ReverseEndianness((ushort)(First >> 32));

        public bool HasPrintableLetters => (byte)(First >> 32) is >= 0x20 and <= 0x7E && (byte)(First >> 40) is >= 0x20 and <= 0x7E;

        public static Tag TagOf(uint bytes, bool bigEndian) => new(bigEndian ? BinaryPrimitives.ReverseEndianness(bytes) : BitOperations.RotateLeft(bytes, 16));

        public Tag Tag(bool bigEndian) => TagOf((uint)First, bigEndian);

        public Tag TagBehind(bool bigEndian) => TagOf(Behind, bigEndian);

        public uint Length(bool bigEndian) => Turned((uint)(First >> 32), bigEndian);

        public uint LongLength(bool bigEndian) => Turned(Behind, bigEndian);

        public ushort ShortLength(bool bigEndian)
        {
            var length = (ushort)(First >> 48);
            return bigEndian ? BinaryPrimitives.ReverseEndianness(length) : length;
        }

        private static uint Turned(uint number, bool bigEndian) => bigEndian ? BinaryPrimitives.ReverseEndianness(number) : number;
    }
}
