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
        if (tag.IsPrivateCreator) return Vr.LO;
        if (tag.IsPrivate) return privateCreator is null ? Vr.UN : PrivateVrOf(tag, System.Text.Encoding.UTF8.GetBytes(privateCreator));
        var index = ElementPlaces.Find(tag.Value);
        if (index >= 0) return (Vr)ElementTable.Vrs[index];
        foreach (var row in RepeatingTable.Rows)
            if ((tag.Value & row.Mask) == row.Tag) return (Vr)row.Vr;
        return Vr.UN;
    }

    /// <summary>The dictionary's row for a standard element, repeating groups included.</summary>
    public static bool TryFind(Tag tag, out ElementDefinition definition)
    {
        var index = ElementPlaces.Find(tag.Value);
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

    /// <summary>Elements that are US or SS, as Pixel Representation says (PS3.6 §6).</summary>
    internal static bool MayBeSigned(Tag tag) => IndexOf(UnsignedOrSigned, tag.Value) >= 0;

    private static ReadOnlySpan<uint> UnsignedOrSigned =>
    [
        0x00189810, 0x00221452, 0x00280071, 0x00280104, 0x00280105, 0x00280106, 0x00280107, 0x00280108, 0x00280109, 0x00280110, 0x00280111, 0x00280120, 0x00280121,
        0x00281100, 0x00281101, 0x00281102, 0x00281103, 0x00281111, 0x00281112, 0x00281113, 0x00281200, 0x00283002, 0x00409211, 0x00409216, 0x00603004, 0x00603006,
    ];

    /// <summary>The representation of a private element, its creator's text as it lies in the data set without padding.</summary>
    internal static Vr PrivateVrOf(Tag tag, ReadOnlySpan<byte> creator)
    {
        int low = 0, high = PrivateTable.First.Length - 2;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = creator.SequenceCompareTo(PrivateTable.CreatorText[PrivateTable.CreatorOffsets[middle]..PrivateTable.CreatorOffsets[middle + 1]]);
            if (order == 0) return InBlock(tag, PrivateTable.First[middle], PrivateTable.First[middle + 1]);
            if (order < 0) high = middle - 1;
            else low = middle + 1;
        }
        return Vr.UN;
    }

    private static Vr InBlock(Tag tag, int first, int end)
    {
        var index = IndexOf(PrivateTable.Tags[first..end], tag.Value & 0xFFFF00FF);
        return index >= 0 ? (Vr)PrivateTable.Vrs[first + index] : Vr.UN;
    }

    /// <summary>Binary search; the framework's may box the number.</summary>
    private static int IndexOf(ReadOnlySpan<uint> sorted, uint wanted)
    {
        int low = 0, high = sorted.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var value = sorted[middle];
            if (value == wanted) return middle;
            if (value < wanted) low = middle + 1;
            else high = middle - 1;
        }
        return -1;
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
