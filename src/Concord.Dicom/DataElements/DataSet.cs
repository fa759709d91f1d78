using System.Collections;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;

namespace Concord.Dicom.DataElements;

/// <summary>An ordered set of data elements, at most one a tag (PS3.5 §7.1). Values stay raw bytes until they are asked for.</summary>
/// <remarks>Not safe for writers on several threads; any number may read.</remarks>
public sealed partial class DataSet : IReadOnlyCollection<DataElement>
{
    private const int FirstCapacity = 4;
    private DataElement[] _elements = []; // in order of their tags, once complete
    private SpecificCharacterSet? _characterSet; // its own; an inherited one is asked for each time

    public DataSet(ByteOrder byteOrder = ByteOrder.LittleEndian) => ByteOrder = byteOrder;

    /// <summary>Byte order of the numbers in raw values.</summary>
    public ByteOrder ByteOrder { get; }

    /// <summary>The data set whose item this is; its character set holds here unless this one names its own (PS3.5 §6.1.2.3).</summary>
    public DataSet? Parent { get; private set; }

    public int Count { get; private set; }

    /// <summary>The repertoire of this data set's text: its own, else its parent's, else the default.</summary>
    public SpecificCharacterSet CharacterSet => (_characterSet ??= OwnCharacterSet()) ?? Parent?.CharacterSet ?? SpecificCharacterSet.Default;

    /// <summary>The encoding that this data set was read from and still stands for byte by byte; null once it was made or changed by hand.</summary>
    internal TransferSyntax? AsReadFrom { get; private set; }

    /// <summary>The element of that tag.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public DataElement this[Tag tag] => Find(tag) ?? throw new KeyNotFoundException($"{tag} is absent.");

    public DataElement? Find(Tag tag)
    {
        var index = IndexOf(Elements, tag);
        return index < 0 ? null : _elements[index];
    }

    public bool TryGet(Tag tag, out DataElement element)
    {
        var index = IndexOf(Elements, tag);
        element = index < 0 ? default : _elements[index];
        return index >= 0;
    }

    public bool Contains(Tag tag) => IndexOf(Elements, tag) >= 0;

    /// <summary>Adds the element, or replaces the one with its tag. Items become children of this data set.</summary>
    public DataSet Set(DataElement element)
    {
        if (element.Items is { } items)
            foreach (var item in items) item.DataSet.Parent = this;
        Touch(element.Tag);
        var index = Count == 0 || _elements[Count - 1].Tag < element.Tag ? ~Count : IndexOf(Elements, element.Tag);
        if (index >= 0) _elements[index] = element;
        else Insert(~index, element);
        return this;
    }

    public bool Remove(Tag tag)
    {
        var index = IndexOf(Elements, tag);
        if (index < 0) return false;
        _elements.AsSpan(index + 1, Count - index - 1).CopyTo(_elements.AsSpan(index));
        _elements[--Count] = default;
        Touch(tag);
        return true;
    }

    /// <summary>The elements in their order. Do not change the data set meanwhile.</summary>
    public Enumerator GetEnumerator() => new(_elements, Count);

    IEnumerator<DataElement> IEnumerable<DataElement>.GetEnumerator() => new ArraySegment<DataElement>(_elements, 0, Count).AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<DataElement>)this).GetEnumerator();

    /// <summary>The creator of a private element's block, or null (PS3.5 §7.8.1).</summary>
    public string? PrivateCreatorOf(Tag tag)
    {
        var creator = CreatorBytesOf(Elements, tag);
        return creator.IsEmpty ? null : System.Text.Encoding.Latin1.GetString(creator);
    }

    /// <summary>The dictionary's VR of an element that stands, or is to stand, in this data set.</summary>
    internal Vr DictionaryVrOf(Tag tag) => DictionaryVrOf(Elements, tag);

    /// <summary>The dictionary's VR of an element that is to stand among these.</summary>
    internal static Vr DictionaryVrOf(ReadOnlySpan<DataElement> elements, Tag tag)
    {
        var creator = CreatorBytesOf(elements, tag);
        return creator.IsEmpty ? DataDictionary.VrOf(tag) : DataDictionary.PrivateVrOf(tag, creator);
    }

    /// <summary>Where the element stands among these, which are in order; else the complement of where it would stand.</summary>
    internal static int IndexOf(ReadOnlySpan<DataElement> elements, Tag tag)
    {
        int low = 0, high = elements.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var found = elements[middle].Tag;
            if (found == tag) return middle;
            if (found < tag) low = middle + 1;
            else high = middle - 1;
        }
        return ~low;
    }

    private static ReadOnlySpan<byte> CreatorBytesOf(ReadOnlySpan<DataElement> elements, Tag tag)
    {
        if (tag is not { IsPrivate: true, Element: >= 0x1000 }) return default;
        var index = IndexOf(elements, new Tag(tag.Group, (ushort)(tag.Element >> 8)));
        return index < 0 ? default : elements[index].Value.Span.Trim(" \0"u8); // a sequence has no value
    }

    /// <summary>Was read from bytes, unchanged since, and every element of those bytes is here: none was skipped, stood twice or out of order.</summary>
    public bool IsWholeAsRead => AsReadFrom is not null;

    /// <summary>Takes an element as it came, without looking where it belongs: <see cref="Complete"/> follows.</summary>
    internal void Append(in DataElement element) => Insert(Count, element);

    /// <summary>Takes elements as they came for its own, all at once: <see cref="Complete"/> follows.</summary>
    internal void Adopt(DataElement[] elements) => (_elements, Count) = (elements, elements.Length);

    /// <summary>Ends reading: elements in order; of elements with one tag the first counts, as it does for whoever reads only the head.</summary>
    /// <param name="syntax">What all of the bytes were in; null when only a part was read, or not all that was there was kept.</param>
    /// <returns>False when the elements were not in order.</returns>
    internal bool Complete(TransferSyntax? syntax)
    {
        var elements = Elements;
        var isOrdered = true;
        for (var i = 1; i < elements.Length && isOrdered; i++) isOrdered = elements[i - 1].Tag < elements[i].Tag;
        if (isOrdered)
        {
            AsReadFrom = syntax;
            return true;
        }
        var ordered = this.OrderBy(element => element.Tag).ToArray(); // stable
        var kept = 0;
        foreach (var element in ordered)
            if (kept == 0 || ordered[kept - 1].Tag != element.Tag) ordered[kept++] = element;
        Array.Resize(ref ordered, kept);
        Adopt(ordered);
        return false;
    }

    internal DataSet ChildOf(DataSet parent)
    {
        Parent = parent;
        return this;
    }

    private void Touch(Tag tag)
    {
        if (tag == Tags.SpecificCharacterSet) _characterSet = null;
        for (var changed = this; changed is not null; changed = changed.Parent) changed.AsReadFrom = null;
    }

    private ReadOnlySpan<DataElement> Elements => _elements.AsSpan(0, Count);

    private void Insert(int index, in DataElement element)
    {
        if (Count == _elements.Length) Array.Resize(ref _elements, Math.Max(FirstCapacity, Count * 2));
        if (index < Count) _elements.AsSpan(index, Count - index).CopyTo(_elements.AsSpan(index + 1));
        _elements[index] = element;
        Count++;
    }

    private SpecificCharacterSet? OwnCharacterSet() =>
        Find(Tags.SpecificCharacterSet) is { IsEmpty: false } own
            ? SpecificCharacterSet.Of([.. System.Text.Encoding.Latin1.GetString(own.Value.Span).Split('\\').Select(term => term.Trim(' ', '\0'))])
            : null;

    /// <summary>Goes through the elements without an object of its own.</summary>
    public struct Enumerator
    {
        private readonly DataElement[] _elements;
        private readonly int _count;
        private int _at;

        internal Enumerator(DataElement[] elements, int count) => (_elements, _count, _at) = (elements, count, -1);

        public readonly ref readonly DataElement Current => ref _elements[_at];

        public bool MoveNext() => ++_at < _count;
    }
}
