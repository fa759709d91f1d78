using System.Buffers;
using System.Globalization;
using System.Text;
using System.Xml;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;

namespace Concord.Dicom.Xml;

/// <summary>One reading of one document. Every method that takes an element leaves the reader on its end.</summary>
internal sealed class XmlModel(XmlReader xml, Func<string, ReadOnlyMemory<byte>>? bulkData)
{
    private const int MaxDepth = 128; // levels of sequences
    private const int MaxElementDepth = (2 * MaxDepth) + 16; // attribute and item a level, and what stands in them, known or not
    private const int MaxGaps = 1 << 16; // values that a document's numbers jump over, all together
    private int _gaps;

    /// <summary>Text that is not ASCII has come by.</summary>
    public bool HasNonAscii { get; private set; }

    public DataSet ReadDocument()
    {
        if (xml.MoveToContent() != XmlNodeType.Element || xml.LocalName != NativeModel.Root) throw Fault("This is no Native DICOM Model");
        var dataSet = new DataSet();
        ReadElements(dataSet, depth: 0);
        while (xml.Read()) { } // what follows must be XML too
        return dataSet;
    }

    private void ReadElements(DataSet dataSet, int depth)
    {
        if (depth > MaxDepth) throw Fault("Items are nested too deep");
        List<(DataElement Element, string? Creator)> elements = [];
        var end = End();
        while (NextChild(end))
        {
            if (xml.LocalName != NativeModel.Attribute) Skip();
            else if (ReadElement(dataSet, depth, out var creator) is { } element) elements.Add((element, creator));
        }
        PrivateBlocks.Place(dataSet, elements);
        if (dataSet.Contains(Tags.SpecificCharacterSet)) Utf8Value.Declare(dataSet);
    }

    private DataElement? ReadElement(DataSet dataSet, int depth, out string? creator)
    {
        if (!Tag.TryParse(xml.GetAttribute("tag"), null, out var tag)) throw Fault("An attribute has no tag");
        creator = tag.IsPrivate && xml.GetAttribute("privateCreator") is { Length: > 0 } text ? text : null;
        HasNonAscii |= creator is not null && !Ascii.IsValid(creator);
        var vr = ReadVr(tag, creator);
        var element = vr == Vr.SQ ? DataElement.Sequence(tag, []) : new DataElement(tag, vr, default);
        List<string> values = [];
        List<SequenceItem> items = [];
        var isLeftOut = tag.IsGroupLength && creator is null; // element 00 of a private block has the tag of one
        var kind = "";
        var end = End();
        while (NextChild(end))
        {
            var name = xml.LocalName;
            if (name is not (NativeModel.Value or NativeModel.PersonName or NativeModel.Item or NativeModel.InlineBinary or NativeModel.BulkData))
            {
                Skip();
                continue;
            }
            if (kind.Length > 0 && (kind != name || name is NativeModel.InlineBinary or NativeModel.BulkData)) throw Fault($"{tag} has more than one value");
            kind = name;
            switch (name)
            {
                case NativeModel.InlineBinary when vr != Vr.SQ: element = ReadInline(tag, vr); break;
                case NativeModel.BulkData when vr != Vr.SQ:
                    var uri = xml.GetAttribute("uri") ?? xml.GetAttribute("uuid") ?? throw Fault($"{tag} has bulk data without an address");
                    if (bulkData is null) isLeftOut = true;
                    else element = new(tag, vr, bulkData(uri));
                    Skip();
                    break;
                case NativeModel.Item when vr == Vr.SQ:
                    Place(items, () => new(new DataSet().ChildOf(dataSet)));
                    ReadElements(items[^1].DataSet, depth + 1);
                    break;
                case NativeModel.PersonName when vr == Vr.PN:
                    Place(values, () => "");
                    values[^1] = ReadName();
                    break;
                case NativeModel.Value when vr is not (Vr.SQ or Vr.PN):
                    Place(values, () => "");
                    values[^1] = ReadText();
                    break;
                default: throw Fault($"{tag} has a {name}, which {vr.Code} cannot have");
            }
        }
        if (isLeftOut) return null;
        if (items.Count > 0) return DataElement.Sequence(tag, items);
        return values.Count > 0 ? new(tag, vr, Encode(tag, vr, values)) : element;
    }

    private Vr ReadVr(Tag tag, string? creator)
    {
        if (xml.GetAttribute("vr") is not { } letters) return DataDictionary.VrOf(creator is null ? tag : new Tag(tag.Group, (ushort)(0x1000 | (tag.Element & 0xFF))), creator);
        return letters is [var first, var second] && (Vr)((first << 8) | second) is { IsKnown: true } vr ? vr : throw Fault($"{tag} has a vr that is none");
    }

    /// <summary>Makes room for the value that the reader stands on at the place that its number says.</summary>
    private void Place<T>(List<T> list, Func<T> empty)
    {
        var number = list.Count + 1;
        if (xml.GetAttribute("number") is { } text && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) || number <= list.Count))
            throw Fault("Numbers of values do not ascend from 1");
        _gaps = (int)Math.Min((long)_gaps + number - list.Count - 1, int.MaxValue);
        if (_gaps > MaxGaps) throw Fault("Numbers of values leave too much out");
        while (list.Count < number) list.Add(empty());
    }

    private byte[] Encode(Tag tag, Vr vr, List<string> values)
    {
        var output = new ArrayBufferWriter<byte>();
        if (vr.IsString)
        {
            Utf8Value.Put(output, string.Join('\\', values), vr);
            NoteText(output.WrittenSpan, vr);
            return Utf8Value.Even(output.WrittenSpan.ToArray(), vr);
        }
        var size = NumberValue.SizeOf(vr);
        if (size == 0) throw Fault($"{tag} has a Value, which {vr.Code} cannot have");
        foreach (var value in values)
        {
            if (!NumberValue.TryPutText(value.Trim(), vr, output.GetSpan(8))) throw Fault($"{tag} has a value that {vr.Code} cannot hold");
            output.Advance(size);
        }
        return output.WrittenSpan.ToArray();
    }

    private DataElement ReadInline(Tag tag, Vr vr)
    {
        var text = ReadText();
        var value = new byte[(text.Length / 4 * 3) + 3];
        if (!Convert.TryFromBase64String(text, value, out var length)) throw Fault($"{tag} is not in base64");
        Array.Resize(ref value, length);
        NoteText(value, vr);
        return EncapsulatedStream.ElementOf(tag, vr, value);
    }

    private string ReadName()
    {
        var groups = new string[NativeModel.Groups.Length];
        var end = End();
        while (NextChild(end))
        {
            var group = NativeModel.Groups.IndexOf(xml.LocalName);
            if (group < 0) Skip();
            else groups[group] = ReadComponents();
        }
        return string.Join('=', groups).TrimEnd('=');
    }

    private string ReadComponents()
    {
        var components = new string[NativeModel.Components.Length];
        var end = End();
        while (NextChild(end))
        {
            var component = NativeModel.Components.IndexOf(xml.LocalName);
            if (component < 0) Skip();
            else components[component] = ReadText();
        }
        return string.Join('^', components).TrimEnd('^');
    }

    private string ReadText()
    {
        var end = End();
        StringBuilder? parts = null;
        var text = "";
        while (end >= 0 && xml.Read() && !(xml.NodeType == XmlNodeType.EndElement && xml.Depth == end))
        {
            if (xml.NodeType == XmlNodeType.Element) throw Fault($"{xml.LocalName} stands in a text");
            if (text.Length > 0) (parts ??= new StringBuilder(text)).Append(xml.Value);
            else text = xml.Value;
        }
        return parts?.ToString() ?? text;
    }

    private void NoteText(ReadOnlySpan<byte> value, Vr vr) => HasNonAscii |= vr.UsesCharacterSet && !Ascii.IsValid(value);

    /// <summary>The depth at which the element that the reader stands on ends; -1 when it is empty and has no end of its own.</summary>
    private int End() => xml.IsEmptyElement ? -1 : xml.Depth;

    /// <summary>Goes on to the next element inside the one that ends at <paramref name="end"/>; false at that end.</summary>
    private bool NextChild(int end)
    {
        if (end < 0) return false;
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element) return xml.Depth <= MaxElementDepth ? true : throw Fault("Elements are nested too deep");
            if (xml.NodeType == XmlNodeType.EndElement && xml.Depth == end) return false;
        }
        throw Fault("The document ends too early");
    }

    private void Skip()
    {
        var end = End();
        while (NextChild(end)) { } // and what stands in them, which ends no lower
    }

    private XmlException Fault(string what) =>
        xml is IXmlLineInfo line ? new($"{what}.", null, line.LineNumber, line.LinePosition) : new($"{what}.");
}
