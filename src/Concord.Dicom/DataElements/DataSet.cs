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
    private SpecificCharacterSet? _characterSet;

    public DataSet(ByteOrder byteOrder = ByteOrder.LittleEndian) => ByteOrder = byteOrder;

    /// <summary>Byte order of the numbers in raw values.</summary>
    public ByteOrder ByteOrder { get; }

    /// <summary>The data set whose item this is; its character set holds here unless this one names its own (PS3.5 §6.1.2.3).</summary>
    public DataSet? Parent { get; private set; }

    public int Count => _elements.Count;

    /// <summary>The repertoire of this data set's text: its own, else its parent's, else the default.</summary>
    public SpecificCharacterSet CharacterSet => _characterSet ??= FindCharacterSet();

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
        if (element.Tag == Tags.SpecificCharacterSet) _characterSet = null;
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
        if (tag == Tags.SpecificCharacterSet) _characterSet = null;
        return true;
    }

    public List<DataElement>.Enumerator GetEnumerator() => _elements.GetEnumerator();

    IEnumerator<DataElement> IEnumerable<DataElement>.GetEnumerator() => _elements.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _elements.GetEnumerator();

    /// <summary>The creator of a private element's block, or null (PS3.5 §7.8.1).</summary>
    public string? PrivateCreatorOf(Tag tag) =>
        tag is { IsPrivate: true, Element: >= 0x1000 } ? GetString(new Tag(tag.Group, (ushort)(tag.Element >> 8))) : null;

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

    private SpecificCharacterSet FindCharacterSet() =>
        Find(Tags.SpecificCharacterSet) is { IsEmpty: false } own
            ? SpecificCharacterSet.Of([.. System.Text.Encoding.Latin1.GetString(own.Value.Span).Split('\\').Select(term => term.Trim(' ', '\0'))])
            : Parent?.CharacterSet ?? SpecificCharacterSet.Default;
}
