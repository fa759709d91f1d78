using System.Buffers;
using System.Xml;
using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;

namespace Concord.Dicom.Xml;

/// <summary>Private elements carry their creator's text in the model, not the number of its block (PS3.19 Table A.1.5-2).</summary>
internal static class PrivateBlocks
{
    private const int First = 0x10;
    private const int Last = 0xFF;

    /// <summary>The creator element of a private element's block (PS3.5 §7.8.1).</summary>
    public static Tag CreatorTagOf(Tag tag) => new(tag.Group, (ushort)(tag.Element >> 8));

    /// <summary>The creators whose text stands for their block: they have elements, are the first of their text, and XML can hold it.</summary>
    public static Dictionary<Tag, string> ConveyedCreators(DataSet dataSet)
    {
        var conveyed = new Dictionary<Tag, string>();
        foreach (var element in dataSet)
        {
            if (element.Tag is not { IsPrivate: true, Element: >= 0x1000 }) continue;
            var creator = CreatorTagOf(element.Tag);
            if (conveyed.ContainsKey(creator) || dataSet.GetStrings(creator) is not [{ Length: > 0 } text] || !NativeModel.CanHold(text)) continue;
            if (!conveyed.Any(other => other.Key.Group == creator.Group && other.Value == text)) conveyed.Add(creator, text);
        }
        return conveyed;
    }

    /// <summary>Gives the elements their blocks, those of creators that stand among them, else the lowest that is free, and adds them to the data set.</summary>
    /// <param name="elements">In the order of the document, each with its creator's text; null for those that stand as they are.</param>
    /// <exception cref="XmlException">One group has more creators than blocks.</exception>
    public static void Place(DataSet dataSet, List<(DataElement Element, string? Creator)> elements)
    {
        var used = new HashSet<Tag>();
        var blocks = new Dictionary<(ushort Group, string Creator), Tag>();
        foreach (var (element, creator) in elements)
        {
            if (creator is not null) continue;
            dataSet.Append(element);
            if (element.Tag.IsPrivateCreator && used.Add(element.Tag))
                blocks.TryAdd((element.Tag.Group, System.Text.Encoding.UTF8.GetString(element.Value.Span).Trim(' ', '\0')), element.Tag);
        }
        foreach (var (element, creator) in elements)
        {
            if (creator is null) continue;
            var group = element.Tag.Group;
            if (!blocks.TryGetValue((group, creator), out var block))
            {
                block = FreeBlock(group, used);
                blocks.Add((group, creator), block);
                dataSet.Append(CreatorElement(block, creator));
            }
            dataSet.Append(element.At(new Tag(group, (ushort)((block.Element << 8) | (element.Tag.Element & 0xFF)))));
        }
        dataSet.Complete(syntax: null);
    }

    private static Tag FreeBlock(ushort group, HashSet<Tag> used)
    {
        for (var block = First; block <= Last; block++)
            if (used.Add(new Tag(group, (ushort)block))) return new(group, (ushort)block);
        throw new XmlException($"Group {group:X4} has more private creators than blocks.");
    }

    private static DataElement CreatorElement(Tag tag, string creator)
    {
        var text = new ArrayBufferWriter<byte>();
        Utf8Value.Put(text, creator, Vr.LO);
        return new(tag, Vr.LO, Utf8Value.Even(text.WrittenSpan.ToArray(), Vr.LO));
    }
}
