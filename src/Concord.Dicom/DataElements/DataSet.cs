using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;

namespace Concord.Dicom.DataElements;

/// <summary>An ordered set of data elements, at most one a tag (PS3.5 §7.1). Values stay raw bytes until they are asked for.</summary>
/// <remarks>Not safe for writers on several threads; any number may read.</remarks>
public sealed partial class DataSet : IReadOnlyCollection<DataElement>
{
    private readonly List<DataElement> _elements = [];
    private SpecificCharacterSet? _characterSet; // its own; an inherited one is asked for each time

    public DataSet(ByteOrder byteOrder = ByteOrder.LittleEndian) => ByteOrder = byteOrder;

    /// <summary>Byte order of the numbers in raw values.</summary>
    public ByteOrder ByteOrder { get; }

    /// <summary>The data set whose item this is; its character set holds here unless this one names its own (PS3.5 §6.1.2.3).</summary>
    public DataSet? Parent { get; private set; }

    public int Count => _elements.Count;

    /// <summary>The repertoire of this data set's text: its own, else its parent's, else the default.</summary>
    public SpecificCharacterSet CharacterSet => (_characterSet ??= OwnCharacterSet()) ?? Parent?.CharacterSet ?? SpecificCharacterSet.Default;

    /// <summary>The encoding that this data set was read from and still stands for byte by byte; null once it was made or changed by hand.</summary>
    internal TransferSyntax? AsReadFrom { get; private set; }

    public DataElement? Find(Tag tag)
    {
        var index = IndexOf(tag);
        return index < 0 ? null : _elements[index];
    }

    public bool TryGet(Tag tag, [NotNullWhen(true)] out DataElement? element) => (element = Find(tag)) is not null;

    public bool Contains(Tag tag) => IndexOf(tag) >= 0;

    /// <summary>Adds the element, or replaces the one with its tag. Items become children of this data set.</summary>
    public DataSet Set(DataElement element)
    {
        if (element.Items is { } items)
            foreach (var item in items) item.DataSet.Parent = this;
        Touch(element.Tag);
        if (_elements.Count == 0 || _elements[^1].Tag < element.Tag)
        {
            _elements.Add(element);
            return this;
        }
        var index = IndexOf(element.Tag);
        if (index >= 0) _elements[index] = element;
        else _elements.Insert(~index, element);
        return this;
    }

    public bool Remove(Tag tag)
    {
        var index = IndexOf(tag);
        if (index < 0) return false;
        _elements.RemoveAt(index);
        Touch(tag);
        return true;
    }

    public List<DataElement>.Enumerator GetEnumerator() => _elements.GetEnumerator();

    IEnumerator<DataElement> IEnumerable<DataElement>.GetEnumerator() => _elements.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _elements.GetEnumerator();

    /// <summary>The creator of a private element's block, or null (PS3.5 §7.8.1).</summary>
    public string? PrivateCreatorOf(Tag tag)
    {
        var creator = CreatorBytesOf(tag);
        return creator.IsEmpty ? null : System.Text.Encoding.Latin1.GetString(creator);
    }

    /// <summary>The dictionary's VR of an element that stands, or is to stand, in this data set.</summary>
    internal Vr DictionaryVrOf(Tag tag)
    {
        var creator = CreatorBytesOf(tag);
        return creator.IsEmpty ? DataDictionary.VrOf(tag) : DataDictionary.PrivateVrOf(tag, creator);
    }

    private ReadOnlySpan<byte> CreatorBytesOf(Tag tag)
    {
        if (tag is not { IsPrivate: true, Element: >= 0x1000 }) return default;
        return Find(new Tag(tag.Group, (ushort)(tag.Element >> 8))) is { Items: null } creator ? creator.Value.Span.Trim(" \0"u8) : default;
    }

    /// <summary>Was read from bytes, unchanged since, and every element of those bytes is here: none was skipped, stood twice or out of order.</summary>
    public bool IsWholeAsRead => AsReadFrom is not null;

    /// <summary>Takes an element as it came, without looking where it belongs: <see cref="Complete"/> follows.</summary>
    internal void Append(DataElement element) => _elements.Add(element);

    /// <summary>Ends reading: elements in order; of elements with one tag the first counts, as it does for whoever reads only the head.</summary>
    /// <param name="syntax">What all of the bytes were in; null when only a part was read, or not all that was there was kept.</param>
    /// <returns>False when the elements were not in order.</returns>
    internal bool Complete(TransferSyntax? syntax)
    {
        var isOrdered = true;
        for (var i = 1; i < _elements.Count && isOrdered; i++) isOrdered = _elements[i - 1].Tag < _elements[i].Tag;
        if (isOrdered)
        {
            AsReadFrom = syntax;
            return true;
        }
        var ordered = _elements.OrderBy(element => element.Tag).ToList(); // stable
        _elements.Clear();
        foreach (var element in ordered)
            if (_elements.Count == 0 || _elements[^1].Tag != element.Tag) _elements.Add(element);
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

    private int IndexOf(Tag tag)
    {
        int low = 0, high = _elements.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = _elements[middle].Tag.CompareTo(tag);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }
        return ~low;
    }

    private SpecificCharacterSet? OwnCharacterSet() =>
        Find(Tags.SpecificCharacterSet) is { IsEmpty: false } own
            ? SpecificCharacterSet.Of([.. System.Text.Encoding.Latin1.GetString(own.Value.Span).Split('\\').Select(term => term.Trim(' ', '\0'))])
            : null;
}
