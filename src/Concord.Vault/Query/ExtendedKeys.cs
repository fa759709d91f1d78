using Concord.Dicom.DataElements;
using Concord.Vault.ExtendedTags;
using Concord.Vault.Index;

namespace Concord.Vault.Query;

/// <summary>The extended tags as one query sees them.</summary>
/// <param name="filledThrough">Tags up to this number are indexed of everything.</param>
internal sealed class ExtendedKeys(ExtendedTagSet tags, long filledThrough)
{
    public static readonly ExtendedKeys None = new(ExtendedTagSet.Empty, 0);

    /// <summary>Looks whether the tags that a request names are ready; most name none.</summary>
    public static async Task<ExtendedKeys> For(VaultIndex index, QueryRequest request, CancellationToken cancel)
    {
        var tags = index.Extended.Current;
        if (tags.All.Count == 0 || (!request.AllFields && tags.All.All(tag => !request.Keys.Contains(tag.Tag)))) return None;
        return new(tags, await index.Read(ExtendedProgress.FilledThrough, cancel));
    }

    public ExtendedTag? Find(Tag tag) => tags.Find(tag);

    public bool IsReady(ExtendedTag tag) => tag.Number <= filledThrough;

    /// <summary>The level to which an attribute belongs: that of its extended tag where only that knows it.</summary>
    public QueryLevel LevelOf(Tag tag) => KeyLevels.Of(tag) is var own && own == QueryLevel.Image && Find(tag) is { } extended && IsReady(extended) ? extended.Level : own;

    /// <summary>Names the creator of a private extended tag's block: says how to read the key and matches nothing.</summary>
    public bool IsCreator(Tag tag) => tag.IsPrivateCreator && tags.All.Any(one => one.PrivateCreator is not null && CreatorOf(one.Tag) == tag);

    /// <summary>Keys of unknown representation become what their tags say they are; the creators of private ones are answered with them.</summary>
    public QueryRequest Prepare(QueryRequest request)
    {
        foreach (var tag in tags.All)
        {
            if (!request.Keys.TryGet(tag.Tag, out var key)) continue;
            if (key.Vr != tag.Vr && key.Items is null && (key.Vr == Vr.UN || key.Value.IsEmpty)) request.Keys.Set(new DataElement(tag.Tag, tag.Vr, key.Value));
            if (tag.PrivateCreator is not null && !request.Keys.Contains(CreatorOf(tag.Tag))) request.Keys.Set(new DataElement(CreatorOf(tag.Tag), Vr.LO, default));
        }
        return request;
    }

    /// <summary>Tags whose values are to be read for rows of the request's level: ready, wanted, and not among what the rows have anyway.</summary>
    public IReadOnlyList<ExtendedTag> ReadFor(QueryRequest request) =>
        [.. tags.OfSeries.Where(tag => tag.Level <= request.Level && IsReady(tag) && !ExtendedTagSet.IsKeptAnyway(tag) && (request.AllFields || request.Keys.Contains(tag.Tag)))];

    /// <summary>Puts what an instance says of its own tags where the keys are: private blocks move from object to object.</summary>
    public void PlaceIn(DataSet head, QueryRequest request)
    {
        foreach (var tag in tags.OfInstances)
        {
            if (!request.Keys.Contains(tag.Tag) || (request.AllFields && tag.PrivateCreator is not null)) continue;
            if (HeadValue.Find(head, tag) is not { } element)
            {
                if (tag.PrivateCreator is not null) head.Remove(tag.Tag); // another creator's
                continue;
            }
            head.Set(element);
            if (tag.PrivateCreator is { } creator) head.SetString(CreatorOf(tag.Tag), creator, Vr.LO);
        }
    }

    /// <summary>Where the creator of a private tag stands.</summary>
    public static Tag CreatorOf(Tag tag) => new(tag.Group, (ushort)(tag.Element >> 8));
}
