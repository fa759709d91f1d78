using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Concord.Dicom.DataElements;

namespace Concord.Dicom.Encoding;

/// <summary>Where a <see cref="DicomTokenReader"/> stands between two blocks of input.</summary>
/// <remarks>For one reader after the other: deeper levels of copies share an array.</remarks>
public struct DicomTokenState
{
    internal FrameStack Frames;
    internal long Offset;
    internal long ValueRemaining;
    internal bool InPadding;

    /// <param name="transferSyntax">How the data set is encoded; Deflated data must have been inflated.</param>
    /// <param name="maxDepth">Deepest nesting of sequences.</param>
    public DicomTokenState(TransferSyntax transferSyntax, int maxDepth = 128)
    {
        MaxDepth = maxDepth;
        Frames.Push(new Frame(FrameKind.Root, default, long.MaxValue, true, transferSyntax.IsExplicitVr, transferSyntax.IsBigEndian));
    }

    internal int MaxDepth { get; }

    /// <summary>Bytes taken so far, from the start of the data set.</summary>
    public readonly long BytesConsumed => Offset;
}

internal enum FrameKind : byte
{
    Root,
    Sequence,
    Item,
    Fragments,
}

/// <summary>One open level: the data set, a sequence, an item, or encapsulated pixel data.</summary>
/// <param name="End">First offset behind it; with undefined length, behind what it lies in.</param>
internal record struct Frame(FrameKind Kind, Tag Tag, long End, bool HasUndefinedLength, bool IsExplicit, bool IsBigEndian)
{
    /// <summary>Whether the elements in it are explicit VR is settled: the first that can tell has been read.</summary>
    public bool IsSettled { get; set; }
}

/// <summary>The open levels; the first eight lie inline, deeper ones in an array that is made when needed.</summary>
internal struct FrameStack
{
    private Inline _inline;
    private Frame[]? _more;
    private int _count;

    public readonly int Count => _count;

    [UnscopedRef]
    public ref Frame Top => ref At(_count - 1);

    public void Push(Frame frame)
    {
        if (_count >= Inline.Length)
        {
            var index = _count - Inline.Length;
            if (_more is null) _more = new Frame[16];
            else if (index == _more.Length) Array.Resize(ref _more, _more.Length * 2);
        }
        At(_count++) = frame;
    }

    public void Pop() => _count--;

    /// <summary>The frame that the top one lies in.</summary>
    public readonly Frame Outer => _count - 2 < Inline.Length ? _inline[_count - 2] : _more![_count - 2 - Inline.Length];

    [UnscopedRef]
    private ref Frame At(int index)
    {
        if (index < Inline.Length) return ref _inline[index];
        return ref _more![index - Inline.Length];
    }

    [InlineArray(Length)]
    private struct Inline
    {
        public const int Length = 8;
        private Frame _first;
    }
}
