namespace Concord.Dicom.DataElements;

/// <summary>One data element: a value as raw bytes, a sequence of items, or encapsulated fragments (PS3.5 §7.1, §7.5, §A.4).</summary>
/// <remarks>Immutable. Raw bytes are in the byte order of the data set that the element came from and may be borrowed
/// from the buffer that was parsed: who parsed owns that memory for as long as the element lives.</remarks>
public sealed class DataElement
{
    private DataElement(Tag tag, Vr vr) => (Tag, Vr) = (tag, vr);

    /// <summary>An element with a plain value.</summary>
    /// <param name="value">Raw bytes, padding included, of even length if they are to be written.</param>
    public DataElement(Tag tag, Vr vr, ReadOnlyMemory<byte> value) : this(tag, vr) => Value = value;

    public Tag Tag { get; }

    public Vr Vr { get; }

    /// <summary>The value as it lies; empty for sequences and encapsulated pixel data.</summary>
    public ReadOnlyMemory<byte> Value { get; }

    /// <summary>The items of a sequence, else null.</summary>
    public IReadOnlyList<SequenceItem>? Items { get; private init; }

    /// <summary>The fragments of encapsulated pixel data, the first being the Basic Offset Table item, else null (PS3.5 §A.4).</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>>? Fragments { get; private init; }

    /// <summary>A sequence that was, or is to be, written with undefined length; always true of encapsulated pixel data.</summary>
    public bool HasUndefinedLength { get; private init; }

    public bool IsSequence => Items is not null;

    public bool IsEmpty => Items is { Count: 0 } || (Items is null && Fragments is null && Value.IsEmpty);

    /// <summary>A sequence; <paramref name="vr"/> is UN for a sequence that came as UN of undefined length (PS3.5 §6.2.2).</summary>
    public static DataElement Sequence(Tag tag, IReadOnlyList<SequenceItem> items, bool undefinedLength = false, Vr vr = Vr.SQ) =>
        new(tag, vr) { Items = items, HasUndefinedLength = undefinedLength };

    /// <summary>Encapsulated pixel data; <paramref name="fragments"/>[0] is the Basic Offset Table, possibly empty.</summary>
    public static DataElement Encapsulated(Tag tag, IReadOnlyList<ReadOnlyMemory<byte>> fragments, Vr vr = Vr.OB) =>
        new(tag, vr) { Fragments = fragments, HasUndefinedLength = true };

    public override string ToString() => $"{Tag} {Vr.Code}";
}
