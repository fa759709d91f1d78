using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Vault.Query;

namespace Concord.Vault.ExtendedTags;

/// <summary>An extended tag as the journal keeps it.</summary>
internal sealed record ExtendedTagRecord(long Number, string Tag, string Vr, string? PrivateCreator, string Level, DateTimeOffset AddedAt, string AddedBy)
{
    public static ExtendedTagRecord Of(ExtendedTag tag) => new(tag.Number, tag.Tag.ToHex(), tag.Vr.Code, tag.PrivateCreator, tag.Level.ToString(), tag.AddedAt, tag.AddedBy);

    /// <summary>Null when it says nothing that could be a tag.</summary>
    public ExtendedTag? ToTag() =>
        DataDictionary.TryFindTag(Tag, out var tag) && ExtendedTagRules.TryParseVr(Vr, out var vr) && Enum.TryParse<QueryLevel>(Level, out var level)
            ? new(Number, tag, vr, PrivateCreator, level, AddedAt, AddedBy)
            : null;
}
