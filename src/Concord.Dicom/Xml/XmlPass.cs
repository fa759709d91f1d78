using System.Buffers;
using System.Xml;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;

namespace Concord.Dicom.Xml;

/// <summary>One writing of one data set.</summary>
internal sealed class XmlPass(XmlWriter xml, Func<string, DataElement, string?>? bulkDataUri, bool isIndented)
{
    /// <exception cref="InvalidOperationException">It is nested too deep.</exception>
    public void WriteElements(DataSet dataSet, string path, int level)
    {
        EncodingPass.RequireDepth(level);
        var depth = (2 * level) + 1; // an item stands in its attribute
        var creators = PrivateBlocks.ConveyedCreators(dataSet);
        foreach (var element in dataSet)
        {
            if (element.Tag.IsGroupLength) continue;
            BreakLine(depth);
            xml.WriteStartElement(NativeModel.Attribute);
            WriteNames(element.Tag, creators);
            var vr = dataSet.VrOf(element) is { IsKnown: true } known ? known : Vr.UN;
            xml.WriteAttributeString("vr", vr.Code);
            if (element.Items is { } items) WriteItems(items, $"{path}{element.Tag.ToHex()}/", level + 1);
            else if (!element.IsEmpty && NumberValue.SizeOf(vr) == 0 && !vr.IsString) WriteBinary(dataSet, element, path, depth + 1);
            else if (!element.IsEmpty || element.Tag == Tags.SpecificCharacterSet) WriteValues(dataSet, element, vr, depth + 1);
            xml.WriteEndElement();
        }
    }

    public void BreakLine(int depth)
    {
        if (isIndented) xml.WriteWhitespace("\n" + new string(' ', 2 * depth));
    }

    private void WriteNames(Tag tag, Dictionary<Tag, string> creators)
    {
        var creator = tag is { IsPrivate: true, Element: >= 0x1000 } ? creators.GetValueOrDefault(PrivateBlocks.CreatorTagOf(tag)) : null;
        xml.WriteAttributeString("tag", (creator is null ? tag : new Tag(tag.Group, (ushort)(tag.Element & 0xFF))).ToHex());
        if (creator is not null) xml.WriteAttributeString("privateCreator", creator);
        else if (!tag.IsPrivate && DataDictionary.TryFind(tag, out var definition) && definition.Keyword.Length > 0) xml.WriteAttributeString("keyword", definition.Keyword);
    }

    private void WriteItems(IReadOnlyList<SequenceItem> items, string path, int level)
    {
        for (var i = 0; i < items.Count; i++)
        {
            BreakLine(2 * level);
            StartNumbered(NativeModel.Item, i);
            WriteElements(items[i].DataSet, bulkDataUri is null ? "" : $"{path}{i}/", level);
            xml.WriteEndElement();
        }
    }

    private void WriteBinary(DataSet dataSet, DataElement element, string path, int depth)
    {
        BreakLine(depth);
        if (bulkDataUri?.Invoke(path + element.Tag.ToHex(), element) is { } uri)
        {
            xml.WriteStartElement(NativeModel.BulkData);
            xml.WriteAttributeString("uri", uri);
            xml.WriteEndElement();
        }
        else WriteInline(LittleEndianValue.Of(element, dataSet.ByteOrderOf(element)));
    }

    private void WriteInline(ReadOnlySpan<byte> value)
    {
        const int block = 3 * 16 * 1024; // whole groups of base64
        xml.WriteStartElement(NativeModel.InlineBinary);
        var buffer = ArrayPool<byte>.Shared.Rent(block);
        for (; !value.IsEmpty; value = value[Math.Min(block, value.Length)..])
        {
            var length = Math.Min(block, value.Length);
            value[..length].CopyTo(buffer);
            xml.WriteBase64(buffer, 0, length);
        }
        ArrayPool<byte>.Shared.Return(buffer);
        xml.WriteEndElement();
    }

    private void WriteValues(DataSet dataSet, DataElement element, Vr vr, int depth)
    {
        var values = element.Tag == Tags.SpecificCharacterSet ? ["ISO_IR 192"] : dataSet.GetStrings(element.Tag);
        if (values is [] or [""]) return;
        if (!Array.TrueForAll(values, NativeModel.CanHold))
        {
            var bytes = new ArrayBufferWriter<byte>();
            Utf8Value.Put(bytes, string.Join('\\', values), vr);
            BreakLine(depth);
            WriteInline(bytes.WrittenSpan);
            return;
        }
        for (var i = 0; i < values.Length; i++)
        {
            BreakLine(depth);
            StartNumbered(vr == Vr.PN ? NativeModel.PersonName : NativeModel.Value, i);
            if (vr == Vr.PN) WriteName(values[i], depth + 1);
            else xml.WriteString(values[i]);
            xml.WriteEndElement();
        }
    }

    private void WriteName(string value, int depth)
    {
        var groups = value.Split('=', NativeModel.Groups.Length);
        for (var group = 0; group < groups.Length; group++)
        {
            if (groups[group].Length == 0) continue;
            BreakLine(depth);
            xml.WriteStartElement(NativeModel.Groups[group]);
            var components = groups[group].Split('^', NativeModel.Components.Length);
            for (var i = 0; i < components.Length; i++)
                if (components[i].Length > 0) xml.WriteElementString(NativeModel.Components[i], components[i]);
            xml.WriteEndElement();
        }
    }

    private void StartNumbered(string name, int index)
    {
        xml.WriteStartElement(name);
        xml.WriteStartAttribute("number");
        xml.WriteValue(index + 1);
        xml.WriteEndAttribute();
    }
}
