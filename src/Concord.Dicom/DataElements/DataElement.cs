using System.Runtime.CompilerServices;

namespace Concord.Dicom.DataElements;

/// <summary>One data element: a value as raw bytes, a sequence of items, or encapsulated fragments (PS3.5 §7.1, §7.5, §A.4).</summary>
/// <remarks>Immutable, 32 bytes, no object of its own: a data set holds its elements in one array. Raw bytes are in the byte order of the data set
/// that the element came from and may be borrowed from the buffer that was parsed: who parsed owns that memory for as long as the element lives.</remarks>
public readonly struct DataElement
{
    private readonly object? _parts; // what Kind says: the items or the fragments
    private readonly Content _kind;

    /// <summary>An element with a plain value.</summary>
    /// <param name="value">Raw bytes, padding included, of even length if they are to be written.</param>
    public DataElement(Tag tag, Vr vr, ReadOnlyMemory<byte> value) => (Tag, Vr, Value) = (tag, vr, value);

    private DataElement(Tag tag, Vr vr, Content kind, object parts, bool undefinedLength) =>
        (Tag, Vr, _kind, _parts, HasUndefinedLength) = (tag, vr, kind, parts, undefinedLength);

    public Tag Tag { get; }

    public Vr Vr { get; }

    /// <summary>The value as it lies; empty for sequences and encapsulated pixel data.</summary>
    public ReadOnlyMemory<byte> Value { get; }

    /// <summary>The items of a sequence, else null.</summary>
    public IReadOnlyList<SequenceItem>? Items => _kind == Content.Items ? Unsafe.As<IReadOnlyList<SequenceItem>>(_parts) : null;

    /// <summary>The fragments of encapsulated pixel data, the first being the Basic Offset Table item, else null (PS3.5 §A.4).</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>>? Fragments => _kind == Content.Fragments ? Unsafe.As<IReadOnlyList<ReadOnlyMemory<byte>>>(_parts) : null;

    /// <summary>A sequence that was, or is to be, written with undefined length; always true of encapsulated pixel data.</summary>
    public bool HasUndefinedLength { get; }

    public bool IsSequence => _kind == Content.Items;

    public bool IsEmpty => _kind == Content.Value ? Value.IsEmpty : Items is { Count: 0 };

    /// <summary>A sequence; <paramref name="vr"/> is UN for a sequence that came as UN of undefined length (PS3.5 §6.2.2).</summary>
    public static DataElement Sequence(Tag tag, IReadOnlyList<SequenceItem> items, bool undefinedLength = false, Vr vr = Vr.SQ) =>
        new(tag, vr, Content.Items, items, undefinedLength);

    /// <summary>Encapsulated pixel data; <paramref name="fragments"/>[0] is the Basic Offset Table, possibly empty.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="vr"/> is neither OB nor OW: no other can be of undefined length without being a sequence.</exception>
    public static DataElement Encapsulated(Tag tag, IReadOnlyList<ReadOnlyMemory<byte>> fragments, Vr vr = Vr.OB) =>
        vr is Vr.OB or Vr.OW ? new(tag, vr, Content.Fragments, fragments, undefinedLength: true) : throw new ArgumentOutOfRangeException(nameof(vr), vr, "Encapsulated pixel data is OB or OW.");

    /// <summary>The same value under another tag.</summary>
    internal DataElement At(Tag tag) => _parts is null ? new(tag, Vr, Value) : new(tag, Vr, _kind, _parts, HasUndefinedLength);

    public override string ToString() => $"{Tag} {Vr.Code}";

    private enum Content : byte
    {
        Value,
        Items,
        Fragments,
    }
}
