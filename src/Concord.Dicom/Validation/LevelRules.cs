using System.Collections.Concurrent;
using Concord.Dicom.DataElements;
using Concord.Dicom.Iods;

namespace Concord.Dicom.Validation;

/// <summary>The attributes of one level, from whichever modules and macros have them: what must be there, and what may.</summary>
/// <remarks>Of items there is one object for one set of table rows, so that content trees which contain themselves are built once.</remarks>
internal sealed class LevelRules
{
    private static readonly ConcurrentDictionary<string, LevelRules> OfRows = new(StringComparer.Ordinal);
    private readonly Dictionary<uint, IodAttribute[]> _required;
    private readonly Dictionary<uint, IodAttribute[]> _allowed;
    private readonly Iod? _iod;
    private readonly ConcurrentDictionary<uint, LevelRules?> _items = new();

    /// <param name="required">Attributes of modules that are there.</param>
    /// <param name="allowed">Attributes of modules that may be there.</param>
    /// <param name="iod">Whose functional groups are meant where a sequence holds them.</param>
    /// <param name="isOpen">What is in none of these may belong here all the same.</param>
    public LevelRules(IEnumerable<IodAttribute> required, IEnumerable<IodAttribute> allowed, Iod? iod, bool isOpen)
    {
        _required = Grouped(required);
        _allowed = Grouped(allowed);
        _iod = iod;
        IsOpen = isOpen || _allowed.ContainsKey(uint.MaxValue);
    }

    /// <summary>Anything may stand here.</summary>
    public bool IsOpen { get; }

    /// <summary>Attributes of one tag together; repeating groups under their first group.</summary>
    public IEnumerable<(Tag Tag, IodAttribute[] Attributes)> Required => _required.Select(pair => (new Tag(pair.Key), pair.Value));

    public bool Allows(Tag tag) => _allowed.ContainsKey(Key(tag));

    /// <summary>What the modules that are there say of a tag; where none does, what others say.</summary>
    public IodAttribute[] Of(Tag tag) => _required.GetValueOrDefault(Key(tag)) ?? _allowed.GetValueOrDefault(Key(tag)) ?? [];

    /// <summary>A module that is there has the attribute as type 1.</summary>
    public bool Demands(Tag tag) => _required.TryGetValue(Key(tag), out var attributes) && Array.Exists(attributes, attribute => attribute.Type == AttributeType.Type1);

    /// <summary>The rules of a sequence's items; null when no module here has it.</summary>
    public LevelRules? ItemsOf(Tag sequence) => _items.GetOrAdd(Key(sequence), static (_, at) => at.Rules.BuildItems(at.Sequence), (Rules: this, Sequence: sequence));

    private LevelRules? BuildItems(Tag sequence)
    {
        var sources = Of(sequence);
        if (sources.Length == 0) return null;
        var holdsGroups = sources.Any(source => source.HoldsFunctionalGroups);
        var key = string.Join(' ', sources.Select(source => source.Key).Order(StringComparer.Ordinal)) + (holdsGroups ? " " + _iod?.Name : "");
        return OfRows.GetOrAdd(key, static (_, at) => OfItems(at.sources, at.Iod), (sources, Iod: holdsGroups ? _iod : null));
    }

    /// <summary>Functional groups are checked over shared and per-frame items together: each item may have any.</summary>
    private static LevelRules OfItems(IodAttribute[] sources, Iod? iod)
    {
        var own = sources.SelectMany(source => source.Items).ToList();
        var groups = iod is null ? [] : iod.FunctionalGroups.SelectMany(group => group.Attributes);
        // a sequence of which the table tells no items: what they hold is not known
        return new(own, own.Concat(groups), null, isOpen: own.Count == 0 && iod is null);
    }

    private static Dictionary<uint, IodAttribute[]> Grouped(IEnumerable<IodAttribute> attributes) =>
        attributes.GroupBy(attribute => attribute.Tag.Value).ToDictionary(group => group.Key, group => group.DistinctBy(attribute => attribute.Key).ToArray());

    private static uint Key(Tag tag) => IodAttribute.IsOverlay(tag) ? 0x60000000u | tag.Element : tag.Value;
}
