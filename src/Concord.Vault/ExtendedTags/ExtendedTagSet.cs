using System.Collections.Frozen;
using Concord.Dicom.DataElements;
using Concord.Vault.Index;
using Concord.Vault.Query;

namespace Concord.Vault.ExtendedTags;

/// <summary>The extended tags at one moment. Immutable.</summary>
public sealed class ExtendedTagSet
{
    private readonly FrozenDictionary<Tag, ExtendedTag> _tags;

    internal ExtendedTagSet(IReadOnlyCollection<ExtendedTag> tags, long version)
    {
        _tags = tags.ToFrozenDictionary(tag => tag.Tag);
        All = [.. tags.OrderBy(tag => tag.Number)];
        OfSeries = [.. All.Where(tag => tag.Level < QueryLevel.Image)];
        OfInstances = [.. All.Where(tag => tag.Level == QueryLevel.Image)];
        Version = version;
    }

    internal static ExtendedTagSet Empty { get; } = new([], 0);

    /// <summary>In the order in which they were added.</summary>
    public IReadOnlyList<ExtendedTag> All { get; }

    /// <summary>Those of which a series has one value, that of the instance its row is made of.</summary>
    internal IReadOnlyList<ExtendedTag> OfSeries { get; }

    /// <summary>Those of which every instance has a value of its own.</summary>
    internal IReadOnlyList<ExtendedTag> OfInstances { get; }

    /// <summary>The highest number that was ever given.</summary>
    internal long Version { get; }

    public ExtendedTag? Find(Tag tag) => _tags.GetValueOrDefault(tag);

    internal bool Has(ExtendedTag tag) => Find(tag.Tag)?.Number == tag.Number;

    /// <summary>The index keeps the attribute in its rows in any case: the tag makes it quick to find, and corrections are laid over it.</summary>
    internal static bool IsKeptAnyway(ExtendedTag tag) => LevelTags.All.Contains(tag.Tag);
}
