using Concord.Dicom.DataElements;

namespace Concord.Vault.ExtendedTags;

/// <summary>Finds the element of an extended tag in an object.</summary>
internal static class HeadValue
{
    private const ushort FirstCreator = 0x10, LastCreator = 0xFF;

    /// <summary>The element under the tag's own number, whichever block its creator has in this object; null when there is none, or it is no value.</summary>
    /// <remarks>The memory is the head's.</remarks>
    public static DataElement? Find(DataSet head, ExtendedTag tag)
    {
        var place = tag.PrivateCreator is { } creator ? PlaceOf(head, tag.Tag, creator) : tag.Tag;
        if (place is not { } at || head.Find(at) is not { Items: null, Fragments: null } element) return null;
        return new DataElement(tag.Tag, Read(element.Vr, tag.Vr), element.Value);
    }

    /// <summary>Text is read as the tag says; a number keeps the size it has.</summary>
    private static Vr Read(Vr stored, Vr known) => stored is Vr.UN or Vr.None || (stored.IsString && known.IsString) ? known : stored;

    private static Tag? PlaceOf(DataSet head, Tag tag, string creator)
    {
        if (string.Equals(head.PrivateCreatorOf(tag), creator, StringComparison.Ordinal)) return tag;
        foreach (var element in head)
        {
            if (element.Tag.Group > tag.Group) return null;
            if (element.Tag.Group != tag.Group || element.Tag.Element is < FirstCreator or > LastCreator) continue;
            var there = new Tag(tag.Group, (ushort)((element.Tag.Element << 8) | (tag.Element & 0xFF)));
            if (string.Equals(head.PrivateCreatorOf(there), creator, StringComparison.Ordinal)) return there;
        }
        return null;
    }
}
