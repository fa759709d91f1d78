using System.Collections.Frozen;
using Concord.Dicom.DataElements;

namespace Concord.Dicom.Dictionary;

/// <summary>The data dictionary of PS3.6, PS3.7 §E and known private creators. Static data, safe for any thread.</summary>
public static class DataDictionary
{
    private static readonly Lazy<FrozenDictionary<string, Tag>> ByKeyword = new(BuildKeywords);

    /// <summary>The representation of an element; UL for group lengths, LO for private creators, UN when not known.</summary>
    /// <param name="privateCreator">The creator of the element's block, for private elements.</param>
    public static Vr VrOf(Tag tag, string? privateCreator = null)
    {
        if (tag.IsGroupLength) return Vr.UL;
        if (tag.IsPrivate) return tag.IsPrivateCreator ? Vr.LO : privateCreator is null ? Vr.UN : PrivateVr(tag, privateCreator);
        var index = ElementTable.Tags.BinarySearch(tag.Value);
        if (index >= 0) return (Vr)ElementTable.Vrs[index];
        foreach (var row in RepeatingTable.Rows)
            if ((tag.Value & row.Mask) == row.Tag) return (Vr)row.Vr;
        return Vr.UN;
    }

    /// <summary>The dictionary's row for a standard element, repeating groups included.</summary>
    public static bool TryFind(Tag tag, out ElementDefinition definition)
    {
        var index = ElementTable.Tags.BinarySearch(tag.Value);
        if (index >= 0)
        {
            definition = new(tag, (Vr)ElementTable.Vrs[index], ElementTable.Vms[ElementTable.VmIndexes[index]],
                Text(ElementTable.KeywordText, ElementTable.KeywordOffsets, index), Text(ElementTable.NameText, ElementTable.NameOffsets, index),
                ElementTable.Retired[index] != 0);
            return true;
        }
        foreach (var row in RepeatingTable.Rows)
        {
            if ((tag.Value & row.Mask) != row.Tag) continue;
            definition = new(tag, (Vr)row.Vr, row.Vm, row.Keyword, row.Name, IsRetired: false);
            return true;
        }
        definition = default;
        return false;
    }

    /// <summary>The tag of a keyword, <c>PatientName</c> say, or of eight hex digits.</summary>
    public static bool TryFindTag(string keywordOrHex, out Tag tag) =>
        ByKeyword.Value.TryGetValue(keywordOrHex, out tag) || Tag.TryParse(keywordOrHex, null, out tag);

    private static Vr PrivateVr(Tag tag, string creator)
    {
        var wanted = System.Text.Encoding.UTF8.GetBytes(creator);
        int low = 0, high = PrivateTable.First.Length - 2;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = wanted.AsSpan().SequenceCompareTo(PrivateTable.CreatorText[PrivateTable.CreatorOffsets[middle]..PrivateTable.CreatorOffsets[middle + 1]]);
            if (order == 0) return InBlock(tag, PrivateTable.First[middle], PrivateTable.First[middle + 1]);
            if (order < 0) high = middle - 1;
            else low = middle + 1;
        }
        return Vr.UN;
    }

    private static Vr InBlock(Tag tag, int first, int end)
    {
        var index = PrivateTable.Tags[first..end].BinarySearch(tag.Value & 0xFFFF00FF);
        return index >= 0 ? (Vr)PrivateTable.Vrs[first + index] : Vr.UN;
    }

    private static FrozenDictionary<string, Tag> BuildKeywords()
    {
        var tags = new Dictionary<string, Tag>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < ElementTable.Tags.Length; i++)
            tags.TryAdd(Text(ElementTable.KeywordText, ElementTable.KeywordOffsets, i), new(ElementTable.Tags[i]));
        return tags.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    private static string Text(ReadOnlySpan<byte> text, ReadOnlySpan<int> offsets, int index) =>
        System.Text.Encoding.UTF8.GetString(text[offsets[index]..offsets[index + 1]]);
}
