using Concord.Dicom.Dictionary;
using Concord.Dicom.DataElements;
using Concord.Vault.ExtendedTags;
using Concord.Vault.Query;

namespace Concord.Server.DicomWeb.ExtendedTags;

/// <summary>An extended query tag as it is told.</summary>
/// <param name="Path">Eight hex digits.</param>
/// <param name="Keyword">Of a standard tag.</param>
/// <param name="Status"><c>Adding</c> while objects that were there before are read, <c>Ready</c> when a search by it finds all there is.</param>
/// <param name="InstancesDone">Of <paramref name="Instances"/>, those whose values are indexed.</param>
/// <param name="SeriesUnreadable">Series of which not all objects could be read: what could be is found.</param>
internal sealed record ExtendedTagAnswer(
    string Path, string? Keyword, string Vr, string? PrivateCreator, string Level, string Status, long InstancesDone, long Instances, long SeriesUnreadable,
    DateTimeOffset AddedAt, string AddedBy)
{
    public static ExtendedTagAnswer Of(ExtendedTagState state)
    {
        var tag = state.Tag;
        var keyword = DataDictionary.TryFind(tag.Tag, out var known) ? known.Keyword : null;
        return new(tag.Tag.ToHex(), keyword, tag.Vr.Code, tag.PrivateCreator, tag.Level == QueryLevel.Image ? "Instance" : tag.Level.ToString(), state.IsReady ? "Ready" : "Adding",
            state.Done, state.All, state.Unreadable, tag.AddedAt, tag.AddedBy);
    }
}
